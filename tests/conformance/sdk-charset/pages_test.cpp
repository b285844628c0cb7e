// Pages in other encodings than UTF-8, and what the prescan finds in them.
#include <trawl/charset.hpp>
#include <trawl/html.hpp>

#include "tests/conformance/sdk-html/rows.hpp"

namespace {

namespace charset = trawl::charset;

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++found;
  return found;
}

TEST(Pages, KeepTheirLetters) {
  ROWS_OR_SKIP(table, "charset/pages.jsonl");
  for (const auto& row : table) {
    SCOPED_TRACE(row.string_at("/file"));
    const auto bytes = rows::file(row.string_at("/file"));
    ASSERT_TRUE(bytes);
    const auto page = trawl::html::parse(*bytes);
    EXPECT_EQ(page.encoding(), row.string_at("/encoding"));
    EXPECT_EQ(charset::sniff(*bytes, "text/html"), row.string_at("/encoding"));
    EXPECT_EQ(page.css1("title").text(), row.string_at("/title"));
    auto headings = page.css("h1").texts();
    headings.resize(std::min<std::size_t>(headings.size(), 3));  // the table keeps three
    EXPECT_EQ(headings, rows::texts(row.at("/h1")));
    EXPECT_EQ(count(charset::decode(*bytes, page.encoding()), "\xEF\xBF\xBD"),
              static_cast<std::size_t>(row.int64_at("/replacement_chars")));
  }
}

TEST(Pages, DeclareTheirEncoding) {
  ROWS_OR_SKIP(table, "charset/html-prescan.jsonl");
  for (const auto& row : table) {
    const auto bytes = rows::from_base64(row.string_at("/html_b64"));
    EXPECT_EQ(charset::sniff(bytes, "text/html"), charset::encoding_for_label(row.string_at("/encoding")))
        << row.string_at("/id");
  }
}

}  // namespace
