#include "wire/codec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "wire/fields.hpp"

namespace trawl::wire {
namespace {

std::string_view without_length(const std::string& frame) {
  return std::string_view(frame).substr(frame_prefix);
}

template <class Message>
Message to_daemon_and_back(const Message& message) {
  auto decoded = decode_to_daemon(without_length(encode(ToDaemon(message))));
  EXPECT_TRUE(decoded.has_value()) << decoded.error();
  return std::get<Message>(*decoded);
}

const Response sample_response{7,
                               0,
                               200,
                               "https://shop.example/a",
                               std::string("body\0\xff", 6),
                               "",
                               {{"Content-Type", "text/html"}, {"X", ""}},
                               1234,
                               2};

TEST(WireCodec, StartKeepsEveryField) {
  const Start start{"shop",
                    "57",
                    "books",
                    "retry:42",
                    R"({"a":1})",
                    {{"last", "9"}, {"", ""}},
                    -5,
                    1'700'000'000'000'000,
                    0xffff'ffff'ffff'ffff,
                    16};
  const auto back = std::get<Start>(decode_to_worker(without_length(encode(ToWorker(start)))).value());
  EXPECT_EQ(back.plugin_id, "shop");
  EXPECT_EQ(back.run_id, "57");
  EXPECT_EQ(back.platform, "books");
  EXPECT_EQ(back.trigger, "retry:42");
  EXPECT_EQ(back.config, R"({"a":1})");
  EXPECT_EQ(back.state, start.state);
  EXPECT_EQ(back.now_us, -5);
  EXPECT_EQ(back.deadline_us, start.deadline_us);
  EXPECT_EQ(back.seed, start.seed);
  EXPECT_EQ(back.max_in_flight, 16u);
}

TEST(WireCodec, ResponseKeepsEveryFieldAndRawBytes) {
  const auto back =
      std::get<Response>(decode_to_worker(without_length(encode(ToWorker(sample_response)))).value());
  EXPECT_EQ(back.request, 7u);
  EXPECT_EQ(back.http_status, 200);
  EXPECT_EQ(back.url, sample_response.url);
  EXPECT_EQ(back.body, sample_response.body);
  EXPECT_EQ(back.headers, sample_response.headers);
  EXPECT_EQ(back.elapsed_us, 1234u);
  EXPECT_EQ(back.attempts, 2u);
}

TEST(WireCodec, FetchKeepsEveryField) {
  const auto back = to_daemon_and_back(Fetch{3, 5, "POST", "http://a/", "x=1", {{"A", "b"}}, 250});
  EXPECT_EQ(back.request, 3u);
  EXPECT_EQ(back.flags, 5u);
  EXPECT_EQ(back.method, "POST");
  EXPECT_EQ(back.url, "http://a/");
  EXPECT_EQ(back.body, "x=1");
  EXPECT_THAT(back.headers, testing::ElementsAre(Header("A", "b")));
  EXPECT_EQ(back.timeout_ms, 250u);
}

TEST(WireCodec, TheOtherMessagesKeepTheirFields) {
  EXPECT_EQ(to_daemon_and_back(Hello{"shop", "1.2.0"}).plugin_version, "1.2.0");
  EXPECT_EQ(to_daemon_and_back(Taken{9}).request, 9u);
  EXPECT_EQ(to_daemon_and_back(Released{10}).request, 10u);
  EXPECT_EQ(to_daemon_and_back(Item{"book", "k", "{}"}).key, "k");
  EXPECT_EQ(to_daemon_and_back(Report{3, "parse", "u", "t"}).text, "t");
  EXPECT_EQ(to_daemon_and_back(Log{1, "hello"}).text, "hello");
  EXPECT_EQ(to_daemon_and_back(Progress{1, 2, "w"}).total, 2u);
  EXPECT_EQ(to_daemon_and_back(State{"k", "v"}).value, "v");
  EXPECT_EQ(to_daemon_and_back(Done{-4, "why"}).status, -4);
  EXPECT_EQ(to_daemon_and_back(LoadFailed{"why"}).text, "why");
  to_daemon_and_back(Checkpoint{});
  EXPECT_TRUE(decode_to_worker(without_length(encode(ToWorker(Cancel{})))).has_value());
}

TEST(WireCodec, EveryCutOfAMessageIsRefused) {
  const std::string frame = encode(ToWorker(sample_response));
  const std::string_view whole = without_length(frame);
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(decode_to_worker(whole.substr(0, length)).has_value()) << length;
}

TEST(WireCodec, BytesAfterTheLastFieldAreRefused) {
  const std::string frame = encode(ToDaemon(Taken{1})) + "x";
  EXPECT_THAT(decode_to_daemon(without_length(frame)).error(), testing::HasSubstr("left over"));
}

TEST(WireCodec, UnknownMessageNumbersAreNamed) {
  EXPECT_EQ(decode_to_daemon("\x63").error(), "message number 99 is unknown");
}

TEST(WireCodec, ACountThatPromisesMoreThanThereIsCostsNothing) {
  std::string frame = encode(ToDaemon(Log{1, "text"}));
  const std::uint32_t lie = max_text;
  std::memcpy(frame.data() + frame_prefix + 1 + 4, &lie, sizeof lie);
  EXPECT_FALSE(decode_to_daemon(without_length(frame)).has_value());
}

TEST(WireCodec, FieldsBeyondTheirLimitAreRefused) {
  const std::string long_key(max_name + 1, 'k');
  std::string frame = encode(ToDaemon(State{"", ""}));
  frame.resize(frame_prefix + 1);
  const auto size = static_cast<std::uint32_t>(long_key.size());
  frame.append(reinterpret_cast<const char*>(&size), 4).append(long_key).append(4, '\0');
  EXPECT_FALSE(decode_to_daemon(without_length(frame)).has_value());
}

TEST(WireCodec, EncodingCutsWhatExceedsALimit) {
  Response response;
  response.error.assign(max_text + 10, 'e');
  response.headers.assign(max_headers + 10, Header("a", "b"));
  const auto back = std::get<Response>(decode_to_worker(without_length(encode(ToWorker(response)))).value());
  EXPECT_EQ(back.error.size(), max_text);
  EXPECT_EQ(back.headers.size(), max_headers);
}

TEST(WireCodec, DamagedBytesNeverDoMoreThanFail) {
  std::mt19937 chance(1);
  const std::string frame = encode(ToWorker(sample_response));
  for (int round = 0; round < 20'000; ++round) {
    std::string damaged(without_length(frame));
    for (int hit = 0; hit < 3; ++hit) damaged[chance() % damaged.size()] = static_cast<char>(chance());
    (void)decode_to_worker(damaged);
    (void)decode_to_daemon(damaged);
  }
}

}  // namespace
}  // namespace trawl::wire
