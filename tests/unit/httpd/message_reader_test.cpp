// Bytes in, requests out: where a request ends, and what belongs to it. The vectors of
// tests/e2e/http_vectors.py go through the whole adapter; here is what they cannot see.
#include "trawl-httpd/message_reader.hpp"

#include <gtest/gtest.h>

namespace trawl::httpd {
namespace {

constexpr std::string_view chunked =
    "POST /a?b=c HTTP/1.1\r\nHost: x\r\nX-Color: red\r\nTransfer-Encoding: chunked\r\n\r\n"
    "2\r\nhe\r\n3;why=not\r\nllo\r\n0\r\nX-Color: blue\r\nAuthorization: Bearer stolen\r\n\r\n";

class Reading : public testing::Test {
 protected:
  ServerOptions options_;
  MessageReader reader_{options_};

  std::string_view refusal(std::string_view bytes) {
    reader_.append(bytes);
    const auto message = reader_.take();
    return message ? (*message ? "a request" : "more") : info(message.error().code).name;
  }
};

TEST_F(Reading, ARequestIsTakenApart) {
  reader_.append(chunked);
  const auto message = reader_.take();
  ASSERT_TRUE(message && *message);
  const Request& request = (*message)->request;
  EXPECT_EQ(request.verb, "POST");
  EXPECT_EQ(request.path, "/a");
  EXPECT_EQ(request.query, "b=c");
  EXPECT_EQ(request.body, "hello");
  EXPECT_TRUE((*message)->keep_alive);
  EXPECT_TRUE(reader_.empty());
}

TEST_F(Reading, WhatFollowsTheBodyIsNoField) {
  reader_.append(chunked);
  const auto message = reader_.take();
  ASSERT_TRUE(message && *message);
  EXPECT_EQ((*message)->request.fields.size(), 3U);
  EXPECT_EQ((*message)->request.field("x-color"), "red");
  EXPECT_FALSE((*message)->request.field("authorization"));
}

TEST_F(Reading, WhereThePiecesEndSaysNothing) {
  for (std::size_t cut = 1; cut < chunked.size(); ++cut) {
    MessageReader reader(options_);
    reader.append(chunked.substr(0, cut));
    const auto early = reader.take();
    ASSERT_TRUE(early && !*early) << cut;
    reader.append(chunked.substr(cut));
    const auto message = reader.take();
    ASSERT_TRUE(message && *message) << cut;
    EXPECT_EQ((*message)->request.body, "hello") << cut;
    EXPECT_EQ((*message)->request.fields.size(), 3U) << cut;
  }
}

TEST_F(Reading, TheNextRequestBeginsWhereThisOneEnds) {
  reader_.append(std::string(chunked) + "GET /next HTTP/1.1\r\nHost: x\r\n\r\n" + "GET");
  ASSERT_TRUE(reader_.take());
  const auto next = reader_.take();
  ASSERT_TRUE(next && *next);
  EXPECT_EQ((*next)->request.path, "/next");
  const auto rest = reader_.take();
  ASSERT_TRUE(rest);
  EXPECT_FALSE(*rest);
  EXPECT_FALSE(reader_.empty());
}

TEST_F(Reading, LfForCrLfIsRefusedBeforeTheHeadEnds) {
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: x\r\nX-A: b\nX"), "bad_request");
}

TEST_F(Reading, ABinaryFirstByteIsRefusedAtOnce) {
  EXPECT_EQ(refusal(std::string_view("\x16\x03\x01\x02\0\x01", 6)), "bad_request") << "a TLS handshake";
}

TEST_F(Reading, AHeadThatDoesNotEndIsRefusedAtItsLimit) {
  EXPECT_EQ(refusal("GET /" + std::string(options_.max_head_bytes - 6, 'a')), "more");
  EXPECT_EQ(refusal("aa"), "head_too_large");
}

TEST_F(Reading, ABodyIsRefusedByItsLengthAlone) {
  EXPECT_EQ(refusal("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n"), "body_too_large");
}

TEST_F(Reading, ChunksAreRefusedWhenTheirSumIsTooLarge) {
  options_.max_body_bytes = 8;
  EXPECT_EQ(refusal("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
            "more");
  EXPECT_EQ(refusal("4\r\n"), "body_too_large");
}

TEST_F(Reading, TrailersWithoutEndAreRefused) {
  EXPECT_EQ(refusal("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"), "more");
  std::string_view said = "more";
  for (int i = 0; i < 2'000 && said == "more"; ++i)
    said = refusal("X-Filler: " + std::string(100, 'a') + "\r\n");
  EXPECT_EQ(said, "bad_request");
}

TEST_F(Reading, ASignIsWantedOnceAndOnlyForABodyThatIsStillToCome) {
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n";
  EXPECT_EQ(refusal(head), "more");
  EXPECT_TRUE(reader_.wants_sign());
  EXPECT_FALSE(reader_.wants_sign());
  EXPECT_EQ(refusal("{}" + head + "{}"), "a request");
  EXPECT_TRUE(reader_.take());
  EXPECT_FALSE(reader_.wants_sign());
}

}  // namespace
}  // namespace trawl::httpd
