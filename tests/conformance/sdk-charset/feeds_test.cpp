// Feeds whose comment holds the Content-Type they came with, and the encoding that feedparser reads them in.
#include <trawl/charset.hpp>

#include "tests/conformance/sdk-html/rows.hpp"

namespace {

namespace charset = trawl::charset;

// The name by which both sides are compared; the standard has no labels of UTF-32. GBK is read by gb18030's
// decoder.
std::string_view name_of(const std::string& peer) {
  if (peer == "utf-32be" || peer == "UTF-32BE") return "UTF-32BE";
  if (peer == "utf-32le" || peer == "UTF-32LE") return "UTF-32LE";
  const auto name = charset::encoding_for_label(peer);
  return name == "GBK" ? "gb18030" : name;
}

std::string content_type_in(std::string_view feed) {
  for (const std::string_view header : {"Content-type: ", "Content-Type: "}) {
    const auto at = feed.find(header);
    if (at == std::string_view::npos) continue;
    const auto value = feed.substr(at + header.size());
    return std::string(value.substr(0, value.find_first_of("\r\n")));
  }
  return {};
}

TEST(Feeds, AreReadInTheEncodingThatFeedparserReadsThemIn) {
  ROWS_OR_SKIP(table, "charset/feed-encodings.jsonl");
  for (const auto& row : table) {
    const auto bytes = rows::from_base64(row.string_at("/xml_b64"));
    const auto type = content_type_in(bytes);
    EXPECT_EQ(name_of(std::string(charset::sniff(bytes, type, charset::kind::xml))),
              name_of(row.string_at("/encoding")))
        << row.string_at("/id") << ": " << type;
    const auto text = charset::decode(bytes, charset::sniff(bytes, type));
    EXPECT_NE(text.find("Description"), std::string::npos) << row.string_at("/id") << ": " << text;
  }
}

}  // namespace
