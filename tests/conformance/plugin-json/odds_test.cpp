// Error payloads with status 200 of a betting exchange, and a recorded market.
#include <gmock/gmock.h>

#include "tests/conformance/sdk-html/rows.hpp"
#include "tests/support/plugin_library.hpp"
#include "tests/unit/sdk-plugin/fake_host.hpp"

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Runs the plugin on one recorded answer.
void play(FakeHost& host, const std::string& file, const std::string& config) {
  host.config[""] = R"({"start": "http://a/", )" + config + "}";
  host.answer = [&](const std::string&) {
    return FakeHost::Answer{TRAWL_NET_OK, 200, *rows::file("odds/betfair/" + file), "", {}};
  };
  EXPECT_EQ(run_plugin(JSON_PLUGIN, &host), TRAWL_OK);
}

#define RECORDED_OR_SKIP(name) \
  if (!rows::file("odds/betfair/" name)) GTEST_SKIP() << "no recorded data at " << TRAWL_TEST_DATA

TEST(BetfairErrors, StatusInThePayloadIsRecognised) {
  RECORDED_OR_SKIP("streaming_503.json");
  FakeHost host;
  play(host, "streaming_503.json",
       R"("error_when": {"pointer": "/status", "equals": 503}, "message": "/status")");
  EXPECT_THAT(host.items, IsEmpty());
  EXPECT_THAT(host.reports, ElementsAre("3/api/http://a//503"));
}

TEST(BetfairErrors, ErrorMemberIsRecognised) {
  RECORDED_OR_SKIP("base_endpoint_fail.json");
  FakeHost host;
  play(host, "base_endpoint_fail.json", R"("error_when": {"pointer": "/error"})");
  EXPECT_THAT(host.items, IsEmpty());
  EXPECT_THAT(host.reports, ElementsAre("3/api/http://a//An error.."));
}

TEST(BetfairMarket, RunnersAreItemsUnderTheSameRule) {
  RECORDED_OR_SKIP("list_market_book.json");
  FakeHost host;
  play(host, "list_market_book.json",
       R"("error_when": {"pointer": "/error"}, "items": "$.result[0].runners[?@.status == 'ACTIVE']",
          "key": "{/selectionId}", "kind": "runner", "fields": {"price": {"pointer": "/lastPriceTraded", "required": true}})");
  EXPECT_THAT(host.reports, IsEmpty());
  EXPECT_EQ(host.items.size(), 5u);
  EXPECT_EQ(host.items[2], R"(runner/7853158/{"price":1.01})");
}

}  // namespace
