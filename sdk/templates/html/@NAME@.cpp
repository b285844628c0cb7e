// @NAME@: reads a page with cards, one for each thing, and the page behind each card.
#include <set>
#include <string>
#include <trawl/html.hpp>
#include <trawl/plugin.hpp>
#include <utility>
#include <vector>

namespace {

// Where things stand. `trawl-plugin try URL --css SELECTOR` shows what a selector finds.
constexpr auto card_selector = "@CARD@";    // one for each thing
constexpr auto title_selector = "@TITLE@";  // in a card
constexpr auto link_selector = "@LINK@";    // in a card
constexpr auto price_selector = ".price";   // on the thing's own page
constexpr auto description_selector = ".description";

struct Card {
  std::string title, url;
};

// Each thing once; a card without a link is the page itself.
std::vector<Card> read_cards(const trawl::page& listing) {
  const auto document = trawl::html::parse(listing);
  document.required(card_selector);  // without any card the site has changed, and the error shows how
  std::vector<Card> cards;
  std::set<std::string> seen;
  for (const auto& node : document.css(card_selector)) {
    std::string url = node.css1(link_selector).url("href");
    if (url.empty()) url = std::string(listing.url());
    if (seen.insert(url).second) cards.push_back({node.css1(title_selector).text(), std::move(url)});
  }
  return cards;
}

}  // namespace

struct @TYPE@ {
  static constexpr auto id = "@NAME@", version = "0.1.0", license = "MIT";
  static constexpr auto summary = "Cards of a page, and what is behind them";
  static constexpr auto config_schema = R"({
    "type": "object", "required": ["start"], "additionalProperties": false,
    "properties": {
      "start": {"type": "string", "format": "uri", "description": "The page with the cards"},
      "follow": {"type": "boolean", "default": true, "description": "Whether to read the page behind each card, too"}}})";

  void run(trawl::context& ctx) {
    const auto listing = ctx.get(ctx.config("/start"));
    if (!listing.ok()) return;  // already on the run's error list
    const bool follow = ctx.config_or("/follow", true);
    ctx.each(read_cards(listing), [&](const Card& card) {
      trawl::item item;
      item("title", card.title)("url", card.url);
      if (follow) {
        const auto page = ctx.get(card.url);  // suspends this card only
        if (!page.ok()) return;
        const auto document = trawl::html::parse(page);
        item("price", document.css1(price_selector).number());
        item("description", document.css1(description_selector).text());
      }
      trawl::emit(ctx, "item", card.url, item);
    });
  }
};
TRAWL_PLUGIN(@TYPE@)
