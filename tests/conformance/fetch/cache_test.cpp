// The http-cache-tests suite, for a private cache that serves what is fresh. A row counts as the suite counts
// it: one whose prerequisites fail says nothing, and a row without a kind is required.
#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <set>

#include "tests/conformance/fetch/cache_script.hpp"
#include "tests/support/json_lines.hpp"

namespace trawl::fetch {
namespace {

enum class Verdict : std::uint8_t { holds, fails, says_nothing };

// What a shared cache must do and a private one need not, and parts of pages, which trawl does not store.
const std::set<std::string, std::less<>> not_of_this_cache{
    "freshness-s-maxage-shared",
    "freshness-max-age-s-maxage-shared-longer",
    "freshness-max-age-s-maxage-shared-longer-reversed",
    "freshness-max-age-s-maxage-shared-longer-multiple",
    "cc-resp-private-shared",
    "other-authorization",
    "partial-use-headers",
    "partial-use-stored-headers"};

struct Suite {
  std::map<std::string, boost::json::object, std::less<>> rows;
  std::map<std::string, Verdict, std::less<>> verdicts;
  std::map<std::string, std::string, std::less<>> faults;

  Suite() {
    for (auto& row : tests::json_lines("http-cache/tests.jsonl")) {
      std::string id(row.at("id").as_string());
      rows.emplace(std::move(id), std::move(row));
    }
  }

  static bool skipped(const std::string& id, const boost::json::object& row) {
    return row.contains("cdn_only") || row.contains("browser_only") || not_of_this_cache.contains(id);
  }

  static std::string kind(const boost::json::object& row) {
    const auto* named = row.if_contains("kind");
    return named ? std::string(named->as_string()) : "required by default";
  }

  Verdict verdict(const std::string& id) {
    if (const auto known = verdicts.find(id); known != verdicts.end()) return known->second;
    const auto found = rows.find(id);
    if (skipped(id, found->second)) return verdicts[id] = Verdict::says_nothing;
    if (const auto* needed = found->second.if_contains("depends_on"))
      for (const auto& prerequisite : needed->as_array())
        if (rows.contains(prerequisite.as_string()) &&
            verdict(std::string(prerequisite.as_string())) != Verdict::holds)
          return verdicts[id] = Verdict::says_nothing;
    faults[id] = play(found->second).fault;
    return verdicts[id] = faults[id].empty() ? Verdict::holds : Verdict::fails;
  }
};

class HttpCacheSuite : public testing::Test {
 protected:
  void SetUp() override {
    if (suite.rows.empty()) GTEST_SKIP() << "no http-cache/tests.jsonl below " TRAWL_TEST_DATA;
  }

  std::map<Verdict, int> count(const std::string& kind, bool must_hold) {
    std::map<Verdict, int> counts{{Verdict::holds, 0}, {Verdict::fails, 0}, {Verdict::says_nothing, 0}};
    for (const auto& [id, row] : suite.rows) {
      if (Suite::kind(row) != kind) continue;
      const Verdict verdict = suite.verdict(id);
      ++counts[verdict];
      if (verdict != Verdict::fails) continue;
      if (must_hold)
        ADD_FAILURE() << id << ": " << suite.faults[id];
      else
        std::cout << "  " << id << ": " << suite.faults[id] << '\n';
    }
    std::cout << kind << ": " << counts[Verdict::holds] << " hold, " << counts[Verdict::fails] << " do not, "
              << counts[Verdict::says_nothing] << " say nothing here\n";
    return counts;
  }

  Suite suite;
};

TEST_F(HttpCacheSuite, EveryRequiredRowHolds) {
  const auto counts = count("required", true);
  EXPECT_GE(counts.at(Verdict::holds), 28);
}

TEST_F(HttpCacheSuite, EveryRowWithoutAKindHolds) {
  const auto counts = count("required by default", true);
  EXPECT_GE(counts.at(Verdict::holds), 57);
}

// The suite asks no more than to know: what an optimal cache would save, and how doubts are decided.
TEST_F(HttpCacheSuite, TheOtherRowsAreCounted) {
  EXPECT_GT(count("optimal", false).at(Verdict::holds), 0);
  EXPECT_GT(count("check", false).at(Verdict::holds), 0);
}

}  // namespace
}  // namespace trawl::fetch
