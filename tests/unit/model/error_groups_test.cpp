// Errors that say the same are one group.
#include "model/error_groups.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trawl::model {
namespace {

using testing::ElementsAre;

ErrorRecord error(std::string platform, std::string message, std::string url = "", int second = 0) {
  return {.platform = std::move(platform),
          .kind = ErrorKind::http_status,
          .message = std::move(message),
          .url = std::move(url),
          .http_status = 503,
          .time = Time(std::chrono::seconds(second))};
}

ErrorGroups grouped(const std::vector<ErrorRecord>& errors) {
  ErrorGroups groups;
  for (const ErrorRecord& error : errors) groups.add(error);
  return groups;
}

TEST(Fingerprint, LeavesOutAddressesFileNamesAndNumbers) {
  EXPECT_EQ(fingerprint("http://a.example/p?q=1 answered 503 after 2 attempt(s) (the page: /var/x/1.html)"),
            "@ answered # after # attempt(s) (the page: @)");
  EXPECT_EQ(fingerprint("no node for h1 and/or h2"), "no node for h# and/or h#");
}

TEST(ErrorGroups, CountWhatDiffersOnlyByAddress) {
  const auto groups = grouped({error("a", "http://a.example/1 answered 503", "http://a.example/1", 2),
                               error("a", "http://a.example/2 answered 503", "http://a.example/2", 1),
                               error("b", "http://b.example/ answered 503", "http://b.example/", 3)})
                          .sorted();
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(groups[0].count, 3);
  EXPECT_EQ(groups[0].message, "http://a.example/1 answered 503");
  EXPECT_THAT(groups[0].platforms, ElementsAre("a", "b"));
  EXPECT_THAT(groups[0].urls, ElementsAre("http://a.example/1", "http://a.example/2", "http://b.example/"));
  EXPECT_EQ(groups[0].first, Time(std::chrono::seconds(1)));
  EXPECT_EQ(groups[0].last, Time(std::chrono::seconds(3)));
}

TEST(ErrorGroups, KeepKindsStatusesAndSeveritiesApart) {
  ErrorRecord other_kind = error("a", "failed"), other_status = error("a", "failed"),
              warning = error("a", "failed");
  other_kind.kind = ErrorKind::parse;
  other_status.http_status = 404;
  warning.severity = Severity::warning;
  EXPECT_EQ(grouped({error("a", "failed"), other_kind, other_status, warning}).sorted().size(), 4u);
}

TEST(ErrorGroups, PutErrorsBeforeWarningsAndTheMostFrequentFirst) {
  ErrorRecord warning = error("a", "slow");
  warning.severity = Severity::warning;
  const auto groups =
      grouped({warning, warning, warning, error("a", "once"), error("a", "twice"), error("a", "twice")});
  std::vector<std::string> messages;
  for (const auto& group : groups.sorted()) messages.push_back(group.message);
  EXPECT_THAT(messages, ElementsAre("twice", "once", "slow"));
}

TEST(ErrorGroups, AreBoundedAndSaySo) {
  ErrorGroups groups;
  std::string message;
  for (std::size_t i = 0; i < max_error_groups; ++i) groups.add(error("a", message += 'x'));
  EXPECT_FALSE(groups.truncated());
  groups.add(error("a", "one too many"));
  EXPECT_TRUE(groups.truncated());
  EXPECT_EQ(groups.sorted().size(), max_error_groups);
}

TEST(ErrorGroups, KeepTheFirstFewAddresses) {
  ErrorGroups groups;
  for (int i = 0; i < 100; ++i) groups.add(error("a", "failed", "http://a.example/" + std::to_string(i)));
  EXPECT_EQ(groups.sorted()[0].urls.size(), max_group_urls);
}

}  // namespace
}  // namespace trawl::model
