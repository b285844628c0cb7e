#include "rpc/envelope.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace trawl::rpc {
namespace {

auto request(std::string_view text) {
  return parse_request(json::parse(text), 128);
}

TEST(Envelope, TakesIdsThatAreStringsIntegersOrNull) {
  for (const char* id : {"1", "-9223372036854775808", "\"abc\"", "\"\"", "null"}) {
    const auto taken = request(std::string(R"({"jsonrpc":"2.0","method":"m","id":)") + id + "}");
    ASSERT_TRUE(taken) << id;
    EXPECT_EQ(taken->id, json::parse(id));
  }
}

TEST(Envelope, RefusesEveryOtherIdAndAnswersWithNull) {
  const std::string long_id = "\"" + std::string(129, 'x') + "\"";
  for (const std::string id : {"1.5", "1.0", "true", "{}", "[1]", "9223372036854775808", long_id.c_str()}) {
    const auto taken = request(R"({"jsonrpc":"2.0","method":"m","id":)" + id + "}");
    ASSERT_FALSE(taken) << id;
    EXPECT_EQ(taken.error().error.code, Code::invalid_request);
    EXPECT_EQ(taken.error().id, json::value(nullptr));
  }
}

TEST(Envelope, WithoutAnIdItIsANotification) {
  const auto taken = request(R"({"jsonrpc":"2.0","method":"m"})");
  ASSERT_TRUE(taken);
  EXPECT_FALSE(taken->id);
}

TEST(Envelope, RefusesWhatIsNoRequestButKeepsItsId) {
  for (const char* rest :
       {R"("method":"m")", R"("jsonrpc":"1.0","method":"m")", R"("jsonrpc":2.0,"method":"m")",
        R"("jsonrpc":"2.0","method":1)", R"("jsonrpc":"2.0")",
        R"("jsonrpc":"2.0","method":"m","params":null)", R"("jsonrpc":"2.0","method":"m","params":"x")"}) {
    const auto taken = request(std::string(R"({"id":7,)") + rest + "}");
    ASSERT_FALSE(taken) << rest;
    EXPECT_EQ(taken.error().error.code, Code::invalid_request) << rest;
    EXPECT_EQ(taken.error().id, json::value(7)) << rest;
  }
}

TEST(Envelope, RefusesAParameterThatWasPutBesideParams) {
  const auto taken = request(R"({"jsonrpc":"2.0","id":1,"method":"runs.start","idempotency_key":"k"})");
  ASSERT_FALSE(taken);
  EXPECT_NE(taken.error().error.message.find("idempotency_key"), std::string::npos);
  EXPECT_NE(taken.error().error.hint.find("params"), std::string::npos);
}

}  // namespace
}  // namespace trawl::rpc
