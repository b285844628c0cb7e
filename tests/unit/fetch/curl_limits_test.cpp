// What hosts do wrong, and the kind each of it gets.
#include "tests/unit/fetch/network_test.hpp"
#include "tests/unit/fetch/packing.hpp"

namespace trawl::fetch {
namespace {

using namespace std::chrono_literals;
using namespace test;
using model::ErrorKind;
using testing::HasSubstr;
using testing::Not;

using CurlLimits = NetworkTest;

// A label of more than 63 letters is refused by every resolver without a question to the network.
TEST_F(CurlLimits, ANameThatCannotBeResolvedIsDns) {
  const Failure failed = failure({.url = "http://" + std::string(64, 'a') + ".example/"});
  EXPECT_EQ(failed.kind, ErrorKind::dns);
  EXPECT_THAT(failed.message, HasSubstr("cannot be resolved"));
}

TEST_F(CurlLimits, AClosedPortIsConnect) {
  std::string url;
  {
    const LoopbackSite gone;
    url = gone.url("/");
  }
  const Failure failed = failure({.url = url});
  EXPECT_EQ(failed.kind, ErrorKind::connect);
  EXPECT_THAT(failed.message, HasSubstr("127.0.0.1"));
  EXPECT_EQ(failed.url, url);
}

TEST_F(CurlLimits, AHostWithoutEncryptionIsTls) {
  site.greet("HTTP/1.1 400 Bad Request\r\n\r\n");
  EXPECT_EQ(failure({.url = "https://127.0.0.1:" + std::to_string(site.port()) + "/"}).kind, ErrorKind::tls);
}

TEST_F(CurlLimits, AHandshakeThatHangsIsATimeout) {
  policy.timeout.connect = 50ms;
  EXPECT_EQ(failure({.url = "https://127.0.0.1:" + std::to_string(site.port()) + "/"}).kind,
            ErrorKind::timeout);
}

TEST_F(CurlLimits, AHostThatDoesNotBeginToAnswerIsATimeout) {
  policy.timeout.first_byte = 50ms;
  const Failure failed = failure_of(raw("", Answer::Then::hold));
  EXPECT_EQ(failed.kind, ErrorKind::timeout);
  EXPECT_THAT(failed.message, HasSubstr("no byte within 50ms"));
}

TEST_F(CurlLimits, AHostThatDoesNotEndItsAnswerIsATimeout) {
  policy.timeout.first_byte = 50ms;
  policy.timeout.total = 300ms;
  const Failure failed =
      failure_of(raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", Answer::Then::hold));
  EXPECT_EQ(failed.kind, ErrorKind::timeout);
  EXPECT_THAT(failed.message, Not(HasSubstr("no byte")));
}

TEST_F(CurlLimits, TheRequestsOwnTimeoutShortensThePolicys) {
  site.script("/", {raw("", Answer::Then::hold)});
  EXPECT_EQ(failure({.url = site.url("/"), .timeout = 50ms}).kind, ErrorKind::timeout);
}

TEST_F(CurlLimits, AConnectionResetOrClosedWithoutAnAnswerIsReset) {
  EXPECT_EQ(failure_of(raw("", Answer::Then::reset)).kind, ErrorKind::reset);
  EXPECT_EQ(failure_of(raw("", Answer::Then::close)).kind, ErrorKind::reset);
  EXPECT_EQ(failure_of(raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", Answer::Then::reset)).kind,
            ErrorKind::reset);
}

TEST_F(CurlLimits, ABodyThatEndsEarlyIsTruncated) {
  EXPECT_EQ(failure_of(truncated("half", 8)).kind, ErrorKind::truncated);
  EXPECT_EQ(failure_of(raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nhalf")).kind,
            ErrorKind::truncated);
  EXPECT_EQ(failure_of(raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n")).kind,
            ErrorKind::truncated);
}

TEST_F(CurlLimits, ABodyWithBrokenFramingOrPackingIsTruncated) {
  EXPECT_EQ(
      failure_of(raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfour\r\nno number\r\n")).kind,
      ErrorKind::truncated);
  for (const char* coding : {"gzip", "deflate", "br", "zstd"})
    EXPECT_EQ(failure_of(page(200, "this is not packed", {{"Content-Encoding", coding}})).kind,
              ErrorKind::truncated)
        << coding;
}

TEST_F(CurlLimits, APackedBodyThatIsCutInWholeFramingIsTruncated) {
  const std::string text(10'000, 'x'), packed = gzip(text);
  const Failure failed =
      failure_of(page(200, packed.substr(0, packed.size() - 1), {{"Content-Encoding", "gzip"}}));
  EXPECT_EQ(failed.kind, ErrorKind::truncated);
  EXPECT_THAT(failed.message, HasSubstr("cannot be decompressed"));
}

TEST_F(CurlLimits, AnUnknownPackingIsParse) {
  const Failure failed = failure_of(page(200, "?", {{"Content-Encoding", "snappy"}}));
  EXPECT_EQ(failed.kind, ErrorKind::parse);
  EXPECT_THAT(failed.message, HasSubstr("'snappy'"));
}

TEST_F(CurlLimits, HeadersThatEndEarlyAreTruncated) {
  EXPECT_EQ(failure_of(raw("HTTP/1.1 200 OK\r\nX-One: 1\r\n")).kind, ErrorKind::truncated);
  EXPECT_EQ(failure_of(raw("HTTP/1.1 200 OK\r\nX-One")).kind, ErrorKind::truncated);
}

TEST_F(CurlLimits, AHeaderLineWithoutEndIsTooLarge) {
  EXPECT_EQ(failure_of(raw("HTTP/1.1 200 OK\r\nX-Long: " + std::string(1 << 20, 'x'))).kind,
            ErrorKind::too_large);
}

TEST_F(CurlLimits, HeadersThatContradictThemselvesAreParse) {
  for (const char* headers : {"Content-Length: 4\r\nContent-Length: 3\r\n", "Content-Length: 4 bytes\r\n",
                              " folded: 1\r\n", "Transfer-Encoding: snappy\r\n"})
    EXPECT_EQ(failure_of(raw(std::string("HTTP/1.1 200 OK\r\n") + headers + "\r\nfour")).kind,
              ErrorKind::parse)
        << headers;
  EXPECT_EQ(failure_of(raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nfour")).kind,
            ErrorKind::parse);
}

TEST_F(CurlLimits, WhatIsNotHttpIsToldSo) {
  const Failure failed = failure_of(raw("SSH-2.0-OpenSSH_9.2\r\n"));
  EXPECT_EQ(failed.kind, ErrorKind::parse);
  EXPECT_THAT(failed.message, HasSubstr("not HTTP"));
}

TEST_F(CurlLimits, ABodyOfExactlyTheLimitIsFine) {
  policy.max_body = 1'000;
  site.script("/", {page(200, std::string(1'000, 'x'))});
  EXPECT_EQ(fetch("/")->body.size(), 1'000u);
}

TEST_F(CurlLimits, AnAnnouncedBodyBeyondTheLimitIsNotEvenRead) {
  policy.max_body = 1'000;
  EXPECT_EQ(failure_of(page(200, std::string(1'001, 'x'))).kind, ErrorKind::too_large);
  EXPECT_EQ(metrics.bytes, 0u);
}

TEST_F(CurlLimits, ADripBelowTheMinimumRateIsATimeout) {
  policy.timeout.first_byte = 100ms;
  policy.min_rate = 1'000;
  const Failure failed = failure_of(raw("HTTP/1.1 200 OK\r\n\r\nx", Answer::Then::hold));
  EXPECT_EQ(failed.kind, ErrorKind::timeout);
  EXPECT_THAT(failed.message, HasSubstr("min_rate, 1000 bytes/s"));
}

TEST_F(CurlLimits, AnEndlessBodyIsStoppedAtTheLimit) {
  policy.max_body = 1 << 20;
  const Failure failed =
      failure_of(raw("HTTP/1.1 200 OK\r\n\r\n" + std::string(60'000, 'x'), Answer::Then::repeat));
  EXPECT_EQ(failed.kind, ErrorKind::too_large);
  EXPECT_THAT(failed.message, HasSubstr("max_body (1MiB)"));
}

TEST_F(CurlLimits, WhereTheBeginningIsEnoughTheRestIsNotRead) {
  policy.max_body = 1'000;
  site.script("/endless", {raw("HTTP/1.1 200 OK\r\n\r\n" + std::string(60'000, 'x'), Answer::Then::repeat)});
  site.script("/announced", {page(200, std::string(300'000, 'x'))});
  site.script("/short", {page(200, std::string(99'999, 'x'))});
  site.script("/packed", {page(200, gzip(std::string(300'000, 'x')), {{"Content-Encoding", "gzip"}})});
  for (const auto& [target, size] : {std::pair{"/endless", 100'000uz},
                                     {"/announced", 100'000uz},
                                     {"/short", 99'999uz},
                                     {"/packed", 100'000uz}}) {
    const auto response = fetch({.url = site.url(target), .keep_at_most = 100'000});
    ASSERT_TRUE(response) << target << ": " << response.error().message;
    EXPECT_EQ(response->body.size(), size) << target;
    EXPECT_EQ(response->attempts, 1u) << target;
  }
  EXPECT_EQ(site.requests().at(0).headers.at("accept-encoding"), "identity");
}

TEST_F(CurlLimits, AGzipBombIsStoppedAtTheLimitOfDecodedBytes) {
  policy.max_body = 1 << 20;
  const std::string bomb = gzip(std::string(64 << 20, '\0'));
  ASSERT_LT(bomb.size(), policy.max_body);
  EXPECT_EQ(failure_of(page(200, bomb, {{"Content-Encoding", "gzip"}})).kind, ErrorKind::too_large);
  EXPECT_LT(metrics.bytes, policy.max_body + (64 << 10));
}

TEST_F(CurlLimits, ABombIsToldByItsRatio) {
  policy.max_ratio = 10;
  const Failure failed =
      failure_of(page(200, gzip(std::string(8 << 20, '\0')), {{"Content-Encoding", "gzip"}}));
  EXPECT_EQ(failed.kind, ErrorKind::too_large);
  EXPECT_THAT(failed.message, HasSubstr("max_ratio"));
}

TEST_F(CurlLimits, AnEndlessPackedBodyIsStoppedByWhatIsReceived) {
  policy.max_body = 1 << 20;
  const Failure failed = failure_of(raw(
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + std::string(60'000, 'x'), Answer::Then::repeat));
  EXPECT_EQ(failed.kind, ErrorKind::too_large);
  EXPECT_LT(metrics.bytes, policy.max_body + (64 << 10));
}

TEST_F(CurlLimits, APlatformsRunReceivesNoMoreThanMaxBytes) {
  policy.max_bytes = 250;
  site.script("/", {page(200, std::string(100, 'x'))});
  const auto session = session_of(policy);
  std::vector<Outcome> outcomes;
  auto four = [&]() -> Task<> {
    for (int i = 0; i < 4; ++i)
      outcomes.push_back(co_await fetcher->fetch({.url = site.url("/")}, session, {}));
  };
  spawn(io.get_executor(), "four", four());
  run_until([&] { return outcomes.size() == 4; });
  EXPECT_TRUE(outcomes[0]);
  EXPECT_TRUE(outcomes[1]);
  for (const std::size_t i : {2uz, 3uz}) {
    ASSERT_FALSE(outcomes[i]);
    EXPECT_EQ(outcomes[i].error().kind, ErrorKind::too_large);
    EXPECT_THAT(outcomes[i].error().message, HasSubstr("fetch.max_bytes"));
  }
  EXPECT_EQ(site.requests().size(), 3u);  // the fourth is not even asked
}

TEST_F(CurlLimits, MaxBytesCountsWhatBodiesBecomeWhenTheyAreUnpacked) {
  policy.max_bytes = 1 << 20;
  policy.max_ratio = 10'000;
  EXPECT_THAT(failure_of(page(200, gzip(std::string(2 << 20, 'x')), {{"Content-Encoding", "gzip"}})).message,
              HasSubstr("fetch.max_bytes"));
}

TEST_F(CurlLimits, AFloodOfHeadersIsStopped) {
  std::string flood = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 100; ++i) flood += "X-Flood: " + std::string(1'000, 'x') + "\r\n";
  const Failure failed = failure_of(raw(flood + "\r\n"));
  EXPECT_EQ(failed.kind, ErrorKind::too_large);
  EXPECT_THAT(failed.message, HasSubstr("headers exceed 64 KiB"));
}

TEST_F(CurlLimits, EndlessInterimAnswersAreStopped) {
  EXPECT_EQ(failure_of(raw("HTTP/1.1 100 Continue\r\n\r\n", Answer::Then::repeat)).kind,
            ErrorKind::too_large);
}

TEST_F(CurlLimits, PrivateAddressesAreDeniedWithTheRemedy) {
  policy.allow_private.clear();
  const std::string port = std::to_string(site.port());
  for (const char* host :
       {"127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0", "[::ffff:127.0.0.1]", "[::1]"}) {
    const Failure failed = failure({.url = std::string("http://") + host + ":" + port + "/"});
    EXPECT_EQ(failed.kind, ErrorKind::denied) << host << ": " << failed.message;
    EXPECT_THAT(failed.message, HasSubstr("fetch.allow_private")) << host;
  }
  EXPECT_EQ(site.connections(), 0);
}

TEST_F(CurlLimits, ConnectToDoesNotLeadAroundTheGuard) {
  policy.allow_private.clear();
  policy.connect_to = {"::127.0.0.1:" + std::to_string(site.port())};
  EXPECT_EQ(failure({.url = "http://8.8.8.8/"}).kind, ErrorKind::denied);
  EXPECT_EQ(site.connections(), 0);
}

}  // namespace
}  // namespace trawl::fetch
