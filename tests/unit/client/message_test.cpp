#include "client/message.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace trawl::client {
namespace {

TEST(EncodeCall, IsOneLineWithNamedParameters) {
  EXPECT_EQ(encode_call(3, "runs.get", {{"run_id", 7}}),
            "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"runs.get\",\"params\":{\"run_id\":7}}\n");
}

TEST(EncodeCall, KeepsALineFeedInTextOutOfTheFrame) {
  const std::string line = encode_call(1, "runs.start", {{"note", "two\nlines"}});
  EXPECT_EQ(line.find('\n'), line.size() - 1);
}

TEST(Decode, GivesResultsErrorsAndNotifications) {
  const auto result = decode(R"({"jsonrpc":"2.0","id":1,"result":{"a":1}})");
  ASSERT_TRUE(result);
  EXPECT_EQ(std::get<Reply>(*result).outcome->at("a").as_int64(), 1);

  const auto error = decode(
      R"({"jsonrpc":"2.0","id":2,"error":{"code":1101,"message":"no run 9","data":{"kind":"run_not_found"}}})");
  ASSERT_TRUE(error);
  EXPECT_EQ(std::get<Reply>(*error).outcome.error().code, Code::run_not_found);

  const auto event = decode(R"({"jsonrpc":"2.0","method":"event","params":{"seq":4}})");
  ASSERT_TRUE(event);
  EXPECT_EQ(std::get<Notification>(*event).params.at("seq").as_int64(), 4);
}

TEST(Decode, RefusesWhatIsNotTheProtocol) {
  for (const char* line : {"HTTP/1.1 400 Bad Request", "{}", "[1]", R"({"jsonrpc":"2.0","id":1})",
                           R"({"jsonrpc":"2.0","result":1})", R"({"jsonrpc":"1.0","id":1,"result":1})"}) {
    const auto message = decode(line);
    ASSERT_FALSE(message) << line;
    EXPECT_EQ(message.error().code, Code::protocol_error) << line;
  }
}

TEST(Decode, TakesAComplaintWithoutIdAsTheConnectionsError) {
  const auto message = decode(
      R"({"jsonrpc":"2.0","id":null,"error":{"code":1401,"message":"full","data":{"kind":"too_many_connections"}}})");
  ASSERT_FALSE(message);
  EXPECT_EQ(message.error().code, Code::too_many_connections);
}

TEST(ToError, NamesTheKindAndKeepsHintAndDetails) {
  const Error error = to_error(
      json::parse(
          R"({"code":1202,"message":"run 57 retries a","data":{"kind":"retry_active","hint":"wait","run_id":57}})")
          .as_object());
  EXPECT_EQ(error.code, Code::retry_active);
  EXPECT_EQ(error.message, "run 57 retries a");
  EXPECT_EQ(error.hint, "wait");
  EXPECT_EQ(error.data.at("run_id").as_int64(), 57);
}

TEST(ToError, FallsBackToTheNumberForAKindFromTheFuture) {
  const Error error =
      to_error(json::parse(R"({"code":1402,"message":"m","data":{"kind":"asleep"}})").as_object());
  EXPECT_EQ(error.code, Code::shutting_down);
}

}  // namespace
}  // namespace trawl::client
