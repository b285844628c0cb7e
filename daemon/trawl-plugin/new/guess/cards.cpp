#include <algorithm>
#include <map>
#include <set>

#include "guess.hpp"

namespace trawl::author {
namespace {

constexpr std::size_t fewest_cards = 3;
constexpr std::size_t text_that_counts = 200;  // bytes of a card's text; more does not make it a better one

// Elements that may be cards: they hold a link, and are no part of a page's frame.
constexpr auto candidates =
    "//body//*[@class or self::li or self::article or self::tr][.//a[@href]]"
    "[not(ancestor-or-self::nav or ancestor::header or ancestor-or-self::footer or ancestor-or-self::aside)]";

struct Repeated {
  std::set<std::string> urls;
  std::size_t elements = 0, text = 0;

  std::size_t score() const {
    return urls.size() < fewest_cards ? 0 : urls.size() * std::min(text / elements, text_that_counts);
  }
};

bool is_plain(std::string_view word) {  // needs no escape in a selector
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  return !word.empty() && letters.find(word.front()) != letters.npos &&
         word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") ==
             word.npos;
}

// "article.product": the element's name and the first of its classes that is plain; "" when it has classes,
// but none is.
std::string selector_of(const html::node& node) {
  const std::string classes = node.attr("class");
  std::string_view rest = classes;
  while (!rest.empty()) {
    const std::string_view word = rest.substr(0, rest.find_first_of(" \t\r\n\f"));
    if (is_plain(word)) return node.name() + "." + std::string(word);
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
  }
  return classes.empty() ? node.name() : std::string();
}

std::string best_card(const html::document& page) {
  std::map<std::string, Repeated> repeated;
  for (const auto& node : page.select(html::xpath(candidates))) {
    const std::string selector = selector_of(node), url = node.css1("a[href]").url("href");
    if (selector.empty() || url.empty()) continue;
    Repeated& one = repeated[selector];
    one.urls.insert(url);
    one.text += node.text().size();
    ++one.elements;
  }
  const auto better = [](const auto& a, const auto& b) { return a.second.score() < b.second.score(); };
  const auto best = std::max_element(repeated.begin(), repeated.end(), better);
  return best == repeated.end() || best->second.score() == 0 ? std::string() : best->first;
}

// What most cards have a text in; of equal ones the first.
std::string best_title(const html::nodes& cards) {
  std::string best = "a";
  std::size_t most = 0;
  for (const char* selector : {"h1", "h2", "h3", "h4", "h5", ".title", ".name", "a"}) {
    const html::selector title(selector);
    const auto has_text = [&](const html::node& card) { return !card.css1(title).text().empty(); };
    const auto count = static_cast<std::size_t>(std::count_if(cards.begin(), cards.end(), has_text));
    if (count > most) {
      best = selector;
      most = count;
    }
  }
  return best;
}

}  // namespace

Guess guess_cards(const html::document& page) {
  std::string card = best_card(page), title, link = "a[href]";
  if (card.empty()) {  // one item: the page
    card = "html";
    title = page.css1("h1").text().empty() ? "title" : "h1";
    link = "link[rel=canonical]";
  } else {
    title = best_title(page.css(html::selector(card)));
  }
  Guess guess;
  guess.values("CARD", card)("TITLE", title)("LINK", link)("FOLLOW", "false");
  std::set<std::string> seen;
  for (const auto& node : page.css(html::selector(card))) {
    std::string url = node.css1(html::selector(link)).url("href");
    if (url.empty()) url = page.url();
    if (!seen.insert(url).second) continue;
    item data;
    data("title", node.css1(html::selector(title)).text())("url", url);
    guess.items.push_back({"item", url, data});
  }
  return guess;
}

}  // namespace trawl::author
