// The expectations of w3lib, but for the rows in which it goes other ways than the standards do.
#include <map>
#include <trawl/charset.hpp>

#include "sdk/charset/declared.hpp"
#include "tests/conformance/sdk-html/rows.hpp"

namespace {

namespace charset = trawl::charset;

// Checked to differ still, so that the list stays true.
const std::map<std::string, const char*> goes_other_ways = {
    {"w3lib/6", "'< meta' begins no tag"},
    {"w3lib/23", "'< meta' begins no tag"},
    {"w3lib/11", "the prescan does not end at <body>"},
    {"w3lib/27", "the prescan does not end at <body>"},
    {"w3lib/12", "the pragma is http-equiv=content-type, no other"},
    {"w3lib/28", "the pragma is http-equiv=content-type, no other"},
    {"w3lib/13", "the pragma is http-equiv=content-type, no other"},
    {"w3lib/38", "a quoted string may lack its end"},
    {"w3lib/44", "what follows a quoted string is skipped"},
    {"w3lib/57", "of several header values the last counts"},
    {"w3lib/110", "UTF-32 is no encoding of pages"},
    {"w3lib/111", "UTF-32 is no encoding of pages"},
    {"w3lib/112", "UTF-32 is no encoding of pages"},
    {"w3lib/113", "UTF-32 is no encoding of pages"},
    {"w3lib/116", "UTF-32 is no encoding of pages"},
    {"w3lib/117", "UTF-32 is no encoding of pages"},
    {"w3lib/115", "utf-16 without a mark is little-endian"},
};

// Python's names of encodings. GBK is read by gb18030's decoder.
std::string name_of(const std::string& python) {
  static const std::map<std::string, const char*> others = {
      {"big5hkscs", "Big5"}, {"utf-16-be", "UTF-16BE"}, {"utf-16-le", "UTF-16LE"}, {"gb18030", "GBK"}};
  const auto other = others.find(python);
  if (other != others.end()) return other->second;
  return python.substr(0, 6) == "utf-32" ? python : std::string(charset::encoding_for_label(python));
}

std::string_view found_in(const std::string& what, std::string_view bytes, const std::string& header) {
  if (what == "body_declared") return charset::prescan(bytes);
  if (what == "decode") return charset::sniff(bytes, header.empty() ? "text/html" : header);
  const auto type = charset::parse_media_type(header);
  return type ? charset::encoding_for_label(type->charset) : std::string_view();
}

TEST(W3lib, ExpectationsHoldWhereTheyAreTheStandards) {
  ROWS_OR_SKIP(table, "charset/w3lib.jsonl");
  std::size_t differing = 0;
  for (const auto& row : table) {
    const auto id = row.string_at("/id"), what = row.string_at("/fn");
    auto header = row.string_at("/header");
    if (header.substr(0, 14) == "Content-Type: ") header = header.substr(14);
    const auto bytes = rows::from_base64(row.string_at("/body_b64"));
    const auto found = found_in(what, bytes, header);
    const bool same_text = what != "decode" || charset::decode(bytes, found) == row.string_at("/text");
    // Of an empty body every encoding is the right one.
    const bool same =
        same_text && (found == name_of(row.string_at("/encoding")) || (what == "decode" && bytes.empty()));
    const bool listed = goes_other_ways.count(id) > 0;
    EXPECT_EQ(same, !listed) << id << ": " << found;
    differing += !same;
  }
  EXPECT_EQ(differing, goes_other_ways.size());
}

}  // namespace
