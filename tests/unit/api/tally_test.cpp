// The journal, counted; and the table of metrics.
#include "api/tally.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "api/metric_families.hpp"

namespace trawl::api {
namespace {

store::Event event(std::string type, std::string platform, std::string data) {
  return {.seq = 1,
          .time = Time(std::chrono::seconds(1000)),
          .type = std::move(type),
          .platform = std::move(platform),
          .data = std::move(data)};
}

TEST(Tally, CountsRunsByTriggerAndOutcome) {
  Tally tally;
  tally.take(event("run.created", "", R"({"trigger_kind":"retry"})"));
  tally.take(event("run.finished", "", R"({"status":"partial","duration_ms":5000})"));
  tally.take(event("run.finished", "", R"({"status":"completed","duration_ms":5001})"));
  EXPECT_EQ(tally.started, (Tally::Counts{{"retry", 1}}));
  EXPECT_EQ(tally.finished, (Tally::Counts{{"completed", 1}, {"partial", 1}}));
  EXPECT_EQ(tally.within[0], 0u) << "at most 1 s";
  EXPECT_EQ(tally.within[1], 1u) << "at most 5 s, which is included";
  EXPECT_EQ(tally.within[2], 2u) << "at most 15 s";
  EXPECT_EQ(tally.duration_ms, 10'001u);
}

TEST(Tally, ASuccessEndsASeriesOfFailures) {
  Tally tally;
  const auto finish = [&](const char* status) {
    tally.take(event("platform.finished", "a",
                     std::string(R"({"status":")") + status + R"(","items":{"total":2}})"));
  };
  finish("failed");
  finish("failed");
  EXPECT_EQ(tally.platforms.at("a").consecutive_failures, 2u);
  EXPECT_FALSE(tally.platforms.at("a").last_success);
  finish("cancelled");
  EXPECT_EQ(tally.platforms.at("a").consecutive_failures, 2u) << "says nothing about the platform";
  finish("succeeded");
  EXPECT_EQ(tally.platforms.at("a").consecutive_failures, 0u);
  EXPECT_EQ(tally.platforms.at("a").last_success, Time(std::chrono::seconds(1000)));
  EXPECT_EQ(tally.platforms.at("a").items, 8u);
}

TEST(Tally, WarningsAreNoErrors) {
  Tally tally;
  tally.take(event("error.recorded", "a", R"({"kind":"dns","severity":"warning"})"));
  tally.take(event("error.recorded", "a", R"({"kind":"dns","severity":"error"})"));
  EXPECT_EQ(tally.errors.size(), 1u);
  EXPECT_EQ((tally.errors.at({"a", "dns"})), 1u);
}

TEST(Tally, DataThatIsNoJsonIsNoReasonToStop) {
  Tally tally;
  tally.take(event("platform.finished", "a", "not JSON"));
  EXPECT_EQ(tally.platforms.at("a").duration_count, 1u);
}

// https://prometheus.io/docs/practices/naming/
TEST(MetricFamilies, AreNamedAsPrometheusAsks) {
  const std::regex name("(trawl|process)_[a-z_]+");
  std::set<std::string_view> seen;
  for (const auto& family : metric_families()) {
    EXPECT_TRUE(std::regex_match(std::string(family.name), name)) << family.name;
    EXPECT_FALSE(family.name.ends_with("_total")) << family.name << ": the exposition adds it";
    EXPECT_FALSE(family.help.empty()) << family.name;
    EXPECT_TRUE(seen.insert(family.name).second) << family.name << " is there twice";
  }
}

}  // namespace
}  // namespace trawl::api
