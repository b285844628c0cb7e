// The plugin that `trawl-plugin new --url` runs on the page: it emits an item of the kind "guess" with the
// kind of template and its values, and the items that the new plugin must give on that page.
#include <set>
#include <trawl/feed.hpp>
#include <trawl/plugin.hpp>

#include "guess.hpp"

namespace trawl::author {
namespace {

constexpr std::string_view title_space = " \t\r\n\f";

std::size_t find(std::string_view text, std::size_t from, std::string_view word) {
  for (std::size_t at = from; at + word.size() <= text.size(); ++at)
    if (detail::same_ignoring_case(text.substr(at, word.size()), word)) return at;
  return text.npos;
}

std::string_view title_of(std::string_view body) {
  const std::size_t tag = find(body, 0, "<title");
  const std::size_t begin = tag == body.npos ? body.npos : body.find('>', tag);
  const std::size_t end = begin == body.npos ? body.npos : find(body, begin, "</title");
  if (end == body.npos) return {};
  const std::string_view title = body.substr(begin + 1, end - begin - 1);
  const std::size_t first = title.find_first_not_of(title_space);
  if (first == title.npos) return {};
  return title.substr(first, title.find_last_not_of(title_space) - first + 1);
}

// The page if it is a feed, else nothing.
std::optional<feed::document> as_feed(const page& page) {
  try {
    return feed::parse(page);
  } catch (const feed::error&) {
    return std::nullopt;
  }
}

std::optional<json::value> as_json(const page& page) {
  try {
    return json::parse(page.body());
  } catch (const json::parse_error&) {
    return std::nullopt;
  }
}

// The feed that a page names.
std::string feed_of(const html::document& page) {
  for (const auto& link : page.css("link[rel~=alternate][href]")) {
    const std::string type = link.attr("type");
    if (type.find("rss") != type.npos || type.find("atom") != type.npos || type == "application/feed+json")
      return link.url("href");
  }
  throw failure("no_guess", "the page is no feed and names none");
}

Guess guess_feed(const feed::document& document) {
  Guess guess;
  std::set<std::string> seen;
  for (const auto& entry : document.entries) {
    const std::string& key = entry.id.empty() ? entry.link : entry.id;
    if (key.empty() || !seen.insert(key).second) continue;
    std::optional<std::string> published;
    if (entry.published.when) published = entry.published.when->text();
    item data;
    data("title", entry.title.plain())("link", entry.link);
    data("published", published)("summary", entry.summary.plain());
    guess.items.push_back({"entry", key, data});
  }
  if (guess.items.empty()) throw failure("no_guess", "the feed has no entries");
  return guess;
}

}  // namespace

Guess guess_title(std::string_view url, std::string_view body) {
  Guess guess;
  guess.values("PAGES", std::vector<std::string>{std::string(url)});
  item data;
  try {
    data("title", title_of(body));
  } catch (const std::invalid_argument&) {
    throw failure("no_guess", "the page's title is not UTF-8");
  }
  guess.items.push_back({"page", std::string(url), data});
  return guess;
}

struct Guesser {
  static constexpr auto id = "guess", version = "1.0.0", summary = "Guesses what to read of a page";
  static constexpr auto config_schema = R"({"type": "object", "required": ["url"], "properties": {
    "url": {"type": "string", "format": "uri", "description": "The page"},
    "kind": {"type": "string", "description": "The kind of template; by what the page is when not given"}}})";

  void run(context& ctx) {
    kind_ = ctx.config_or("/kind", std::string());
    start_ = ctx.config("/url");
    const page page = ctx.get(start_);
    if (!page.ok()) return;
    Guess guess = look_at(ctx, page);
    guess.values("START", start_);
    emit(ctx, "guess", "guess", item()("kind", kind_)("values", guess.values));
    for (const auto& each : guess.items) emit(ctx, each.kind, each.key, each.data);
  }

 private:
  Guess look_at(context& ctx, const page& page) {
    const bool is_open = kind_.empty();
    if (kind_ == "feed" || is_open) {
      const auto document = as_feed(page);
      if (document) kind_ = "feed";
      if (document) return guess_feed(*document);
      if (!is_open) return follow_to_feed(ctx, page);
    }
    if (kind_ == "api" || is_open) {
      const auto document = as_json(page);
      if (document) kind_ = "api";
      if (document) return guess_entries(*document);
      if (!is_open) throw failure("no_guess", "the answer is not JSON");
    }
    if (is_open) kind_ = "html";
    if (kind_ == "html") return guess_cards(html::parse(page));
    Guess guess = guess_title(start_, page.body());
    guess.items.front().key = page.url();  // after redirects
    return guess;
  }

  Guess follow_to_feed(context& ctx, const page& page) {
    start_ = feed_of(html::parse(page));
    const auto answer = ctx.get(start_);
    const auto document = answer.ok() ? as_feed(answer) : std::nullopt;
    if (!document) throw failure("no_guess", "the page names a feed that is none: " + start_);
    return guess_feed(*document);
  }

  std::string kind_, start_;
};

}  // namespace trawl::author

TRAWL_PLUGIN(trawl::author::Guesser)
