// What is JSON and what is not, by a table that others wrote: as a line on a live socket.
#include "base/json_reader.hpp"
#include "tests/support/json_lines.hpp"
#include "tests/support/memory.hpp"
#include "tests/support/rpc_daemon.hpp"

namespace trawl::tests {
namespace {

constexpr int parse_error = -32700;

std::string text_of(const json::object& row) {
  if (const json::value* text = row.if_contains("text")) return std::string(text->as_string());
  if (const json::value* coded = row.if_contains("text_b64")) return decode_base64(coded->as_string());
  std::string text;
  const json::array& repeat = row.at("repeat").as_array();
  for (std::int64_t i = 0; i < repeat.at(1).as_int64(); ++i)
    text += std::string_view(repeat.at(0).as_string());
  return text;
}

std::int64_t code_of(const json::value& reply) {
  if (!reply.is_object()) return 0;
  const json::value* error = reply.get_object().if_contains("error");
  return error ? error->at("code").as_int64() : 0;
}

TEST(JsonTable, EveryTextGetsItsVerdictFromTheReader) {
  const auto rows = json_lines("json/parse.jsonl");
  if (rows.empty()) GTEST_SKIP() << "no recorded data at " << TRAWL_TEST_DATA;
  for (const json::object& row : rows) {
    const auto value = read_json(text_of(row), 32);
    const bool refused = !value && value.error().code == Code::parse_error;
    if (row.at("expect") == "reject") EXPECT_TRUE(refused) << row.at("id");
    if (row.at("expect") == "accept") EXPECT_FALSE(refused) << row.at("id");
  }
}

// A line feed ends the line, and an empty line is no message: such texts cannot be one line.
TEST(JsonTable, EveryLineGetsItsVerdictFromTheSocketAndTheDaemonIsNoLarger) {
  const auto rows = json_lines("json/parse.jsonl");
  if (rows.empty()) GTEST_SKIP() << "no recorded data at " << TRAWL_TEST_DATA;
  RpcDaemon daemon;
  LineClient client = daemon.client();
  client.call("rpc.ping");
  const std::size_t before = resident_bytes();
  int asked = 0;
  for (const json::object& row : rows) {
    const std::string text = text_of(row);
    if (text.empty() || text.find('\n') != std::string::npos) continue;
    ASSERT_TRUE(client.send(text + "\n")) << row.at("id");
    const json::value reply = client.message();
    ASSERT_FALSE(reply.is_null()) << row.at("id");
    if (row.at("expect") == "reject") EXPECT_EQ(code_of(reply), parse_error) << row.at("id");
    if (row.at("expect") == "accept") EXPECT_NE(code_of(reply), parse_error) << row.at("id");
    ++asked;
  }
  EXPECT_GT(asked, 200);
  EXPECT_EQ(client.call("rpc.ping").at("result").at("pong"), json::value(true));
  EXPECT_LT(resident_bytes(), before + (4u << 20));
}

}  // namespace
}  // namespace trawl::tests
