// Content-Type values: the table of the MIME Sniffing standard's tests.
#include <trawl/charset.hpp>

#include "tests/conformance/sdk-html/rows.hpp"

namespace {

TEST(MediaTypes, ReadAsBrowsersReadThem) {
  ROWS_OR_SKIP(table, "charset/mime-types.jsonl");
  for (const auto& row : table) {
    const auto input = row.string_at("/input");
    const auto type = trawl::charset::parse_media_type(input);
    EXPECT_EQ(type ? type->essence : "", row.string_at("/essence")) << input;
    EXPECT_EQ(type ? type->charset : "", row.string_at("/charset_parameter")) << input;
  }
}

}  // namespace
