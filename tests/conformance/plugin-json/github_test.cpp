// Recorded answers of a large API: a list over several pages, and an error.
#include <gmock/gmock.h>

#include "recorded_api.hpp"

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(GitHub, LinkHeaderLeadsToAllIssues) {
  ROWS_OR_SKIP(table, "api/github/paginate-issues.jsonl");
  std::vector<std::string> wanted;
  for (const auto& row : table) {
    for (const auto& issue : *row.find("response")->as_array()) {
      wanted.push_back("issue/" + std::to_string(issue.int64_at("/number")) + "/{\"title\":" +
                       issue.find("title")->text() + ",\"state\":" + issue.find("state")->text() + "}");
    }
  }
  RecordedApi api(
      table,
      R"({"start": "https://api.github.com/repos/octokit-fixture-org/paginate-issues/issues?per_page=3",
    "next": {"link": "next"}, "key": "{/number}", "kind": "issue", "fields": {"title": "/title", "state": "/state"}})");
  EXPECT_EQ(api.run(), TRAWL_OK);
  EXPECT_THAT(api.reports, IsEmpty());
  EXPECT_EQ(api.fetched.size(), table.size());
  EXPECT_EQ(api.items, wanted);
  std::cout << api.items.size() << " issues on " << table.size() << " pages\n";
}

TEST(GitHub, RecordedErrorIsOneErrorInTheApisOwnWords) {
  ROWS_OR_SKIP(table, "api/github/errors.jsonl");
  const std::string url = "https://api.github.com" + table[0].string_at("/path");
  RecordedApi api(table, R"({"start": ")" + url + R"(", "body": )" + table[0].find("body")->text() +
                             R"(, "headers": {"Accept": "application/vnd.github.v3+json"}})");
  EXPECT_EQ(api.run(), TRAWL_OK);
  EXPECT_THAT(api.items, IsEmpty());
  EXPECT_THAT(api.reports, ElementsAre("3/http_status/" + url + "/422: Validation Failed"));
  EXPECT_EQ(api.asked[0].method, "POST");
}

TEST(GitHub, MessageMayBeMadeOfSeveralWords) {
  ROWS_OR_SKIP(table, "api/github/errors.jsonl");
  const std::string url = "https://api.github.com" + table[0].string_at("/path");
  RecordedApi api(table, R"({"start": ")" + url + R"(", "message": "$..['message', 'code', 'field']"})");
  api.run();
  EXPECT_THAT(api.reports, ElementsAre("3/http_status/" + url + "/422: Validation Failed; invalid; color"));
}

}  // namespace
