// Feeds as they stood on the web: the same number of items, the same titles, links and dates.
#include <trawl/feed.hpp>
#include <trawl/url.hpp>

#include "tests/conformance/sdk-html/rows.hpp"

namespace {

namespace feed = trawl::feed;

// Two texts that differ only in white space, or in that one has the other's entities decoded.
bool same_text(const feed::text& found, const std::string& wanted) {
  return trawl::normalise(found.value) == trawl::normalise(wanted) ||
         found.plain() == feed::text{wanted, "text/html"}.plain();
}

std::string resolved(const std::string& base, const std::string& written) {
  return written.empty() ? "" : trawl::url::resolve(base, written);
}

// The recorder read windows-1252 as UTF-8; its texts of such feeds have U+FFFD where letters should be.
bool is_garbled(const std::string& text) {
  return text.find("\xEF\xBF\xBD") != std::string::npos;
}

void expect_item(const feed::entry& found, const trawl::json::value& wanted, const std::string& base,
                 const std::string& where) {
  const std::string title = wanted.string_at("/title");
  if (!is_garbled(title))
    EXPECT_TRUE(same_text(found.title, title)) << where << found.title.value << "\n" << title;
  EXPECT_EQ(found.link, resolved(base, wanted.string_at("/link"))) << where;
  const auto written = trawl::parse_date(wanted.string_at("/isoDate", wanted.string_at("/pubDate")));
  if (!written) return;
  const auto& when = found.published.when ? found.published.when : found.updated.when;
  ASSERT_TRUE(when) << where << found.published.written;
  EXPECT_EQ(when->seconds, written->seconds) << where << found.published.written;
}

TEST(RealFeeds, HaveTheItemsThatReadersShow) {
  ROWS_OR_SKIP(table, "feeds/real.jsonl");
  for (const auto& row : table) {
    const std::string where = row.string_at("/id") + ": ", base = "https://feeds.example/";
    const auto body = rows::file(row.string_at("/file"));
    ASSERT_TRUE(body) << where;
    if (where == "unrecognized.rss: ") {
      EXPECT_THROW(feed::parse(*body), feed::error);
      continue;
    }
    const auto found = feed::parse(*body, {"", base});
    const auto* items = row.at("/items");
    if (!items) {
      EXPECT_FALSE(found.entries.empty()) << where;
      continue;
    }
    EXPECT_TRUE(same_text(found.title, row.string_at("/feed/title"))) << where << found.title.value;
    EXPECT_EQ(found.link, resolved(base, row.string_at("/feed/link"))) << where;
    ASSERT_EQ(found.entries.size(), items->as_array()->size()) << where;
    for (std::size_t i = 0; i < found.entries.size(); ++i)
      expect_item(found.entries[i], (*items->as_array())[i], base, where + std::to_string(i) + " ");
  }
}

}  // namespace
