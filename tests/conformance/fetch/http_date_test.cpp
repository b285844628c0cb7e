// The dates of curl's own test of its date reader. It is far more lenient than HTTP; the rows of one of
// HTTP's three forms must be read as there, the others at least without harm.
#include "fetch/http_date.hpp"

#include <gtest/gtest.h>

#include "tests/support/json_lines.hpp"

namespace trawl::fetch {
namespace {

TEST(HttpDateConformance, CurlsDates) {
  const auto rows = tests::json_lines("httpdate/curl-getdate.jsonl");
  if (rows.empty()) GTEST_SKIP() << "no httpdate/curl-getdate.jsonl in " TRAWL_TEST_DATA;
  const Time now = *parse_rfc3339("2026-11-23T14:00:00Z");
  int compared = 0;
  for (const auto& row : rows) {
    const std::string text(row.at("input").as_string());
    const auto read = parse_http_date(text, now);
    if (!row.at("rfc9110_form").as_bool()) continue;
    ++compared;
    const auto& epoch = row.at("epoch");
    ASSERT_EQ(read.has_value(), !epoch.is_null()) << text;
    if (read) {
      EXPECT_EQ(*read, Time{std::chrono::seconds{epoch.to_number<std::int64_t>()}}) << text;
    }
  }
  EXPECT_GE(compared, 10);
}

}  // namespace
}  // namespace trawl::fetch
