// The example shop in C++: a price list of several pages and a stock per article. ../README.md says what the
// site looks like.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <trawl/plugin.hpp>
#include <vector>

namespace {

struct Article {
  std::string id, title;
  std::int64_t cents = 0;
  std::optional<std::int64_t> stock;
};

// Cuts the text before the first `end` off the rest, and the end with it.
std::string_view cut(std::string_view& rest, char end) {
  const auto length = std::min(rest.find(end), rest.size());
  const std::string_view before = rest.substr(0, length);
  rest.remove_prefix(std::min(length + 1, rest.size()));
  return before;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const auto first = text.find_first_not_of(space);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

// Of at most 15 digits.
std::optional<std::int64_t> whole_number(std::string_view text) {
  const bool digits = text.find_first_not_of("0123456789") == text.npos;
  if (text.empty() || text.size() > 15 || !digits) return std::nullopt;
  return std::stoll(std::string(text));
}

// An id becomes part of a URL, so it is made of letters, digits, '-' and '_'.
bool is_id(std::string_view text) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  return !text.empty() && text.size() <= 64 && text.find_first_not_of(allowed) == text.npos;
}

std::optional<Article> read_line(std::string_view line) {
  const std::string_view id = cut(line, '\t'), title = cut(line, '\t');
  const auto cents = whole_number(line);
  if (!is_id(id) || title.empty() || !cents) return std::nullopt;
  return Article{std::string(id), std::string(title), *cents, std::nullopt};
}

std::vector<Article> read_list(trawl::context& ctx, const trawl::page& page) {
  std::vector<Article> list;
  std::string_view rest = page.body();
  cut(rest, '\n');  // the names of the columns
  for (int number = 2; !rest.empty(); ++number) {
    std::string_view line = cut(rest, '\n');
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty()) continue;
    if (auto article = read_line(line)) {
      list.push_back(*std::move(article));
    } else {
      ctx.report(trawl::severity::error, "bad_line", page.url(),
                 "line " + std::to_string(number) + " is not id, title, cents");
    }
  }
  return list;
}

// What the Link header names as the next page; empty when there is none.
std::string next_page(const trawl::page& page) {
  std::string_view rest = page.header("Link");
  while (!rest.empty()) {  // <url>; parameters, <url>; ...
    cut(rest, '<');
    const std::string_view url = cut(rest, '>');
    if (rest.substr(0, rest.find('<')).find("rel=\"next\"") != rest.npos) return std::string(url);
  }
  return {};
}

struct Shop {
  static constexpr auto id = "shop", version = "1.0.0", summary = "Example shop with a price list, in C++";
  static constexpr auto config_schema = R"({
    "type": "object", "required": ["list", "stock"], "additionalProperties": false,
    "properties": {
      "list": {"type": "string", "format": "uri", "description": "First page of the price list"},
      "stock": {"type": "string", "format": "uri", "description": "Where an article's stock is, up to its id"}}})";

  void run(trawl::context& ctx) {
    for (std::string url = ctx.config("/list"); !url.empty();) {
      const auto page = ctx.get(url);
      if (!page.ok()) return;  // already on the run's error list
      auto list = read_list(ctx, page);
      fetch_stocks(ctx, list);
      emit_all(ctx, list);
      url = next_page(page);
    }
  }

  // Several at a time: get() suspends its own call only.
  void fetch_stocks(trawl::context& ctx, std::vector<Article>& list) {
    const std::string base = ctx.config("/stock");
    std::vector<Article*> wanted;
    for (Article& article : list) wanted.push_back(&article);
    ctx.each(wanted, [&](Article* article) {
      const auto page = ctx.get(base + article->id);
      if (!page.ok()) return;
      article->stock = whole_number(trimmed(page.body()));
      if (!article->stock)
        ctx.report(trawl::severity::error, "bad_stock", page.url(), "the stock is no whole number");
    });
  }

  void emit_all(trawl::context& ctx, const std::vector<Article>& list) {
    for (const Article& article : list) {
      if (!article.stock) continue;
      trawl::item it;
      it("id", article.id)("title", article.title)("cents", article.cents)("stock", article.stock);
      trawl::emit(ctx, "product", article.id, it);
    }
    ctx.checkpoint();
  }
};

}  // namespace

TRAWL_PLUGIN(Shop)
