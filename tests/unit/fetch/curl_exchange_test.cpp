// What goes over the wire, and what comes back of it.
#include <stdlib.h>

#include "tests/unit/fetch/network_test.hpp"
#include "tests/unit/fetch/packing.hpp"

namespace trawl::fetch {
namespace {

using namespace std::chrono_literals;
using namespace test;
using testing::Contains;
using testing::ElementsAre;
using testing::Key;
using testing::Not;
using testing::Pair;

using CurlExchange = NetworkTest;

TEST_F(CurlExchange, AnAnswerComesWithStatusHeadersAndBody) {
  site.script("/a?b=c", {page(201, "hello", {{"X-One", "1"}, {"Set-Cookie", "a"}, {"Set-Cookie", "b"}})});
  const auto response = fetch("/a?b=c");
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 201);
  EXPECT_EQ(response->body, "hello");
  EXPECT_EQ(response->url, site.url("/a?b=c"));
  EXPECT_THAT(response->headers, ElementsAre(Pair("content-length", "5"), Pair("x-one", "1"),
                                             Pair("set-cookie", "a"), Pair("set-cookie", "b")));
}

TEST_F(CurlExchange, ErrorStatusesAreAnswers) {
  EXPECT_EQ(fetch("/nothing-here")->status, 404);
}

TEST_F(CurlExchange, AGetSaysWhoAsksAndWhatItCanUnpack) {
  site.script("/", {page(200, "")});
  policy.user_agent = "trawl/0.1 (+https://example.org/our-bot)";
  ASSERT_TRUE(fetch({.url = site.url("/"), .headers = {{"X-Page", "2"}, {"X-Empty", ""}}}));
  const SiteRequest asked = site.requests().at(0);
  EXPECT_EQ(asked.method, "GET");
  EXPECT_EQ(asked.headers.at("user-agent"), policy.user_agent);
  EXPECT_EQ(asked.headers.at("accept-encoding"), "gzip, br, zstd");
  EXPECT_EQ(asked.headers.at("x-page"), "2");
  EXPECT_EQ(asked.headers.at("x-empty"), "");
}

TEST_F(CurlExchange, BodiesAreSentAsTheyAre) {
  site.script("/", {page(200, "")});
  const std::string body("a\0b\r\n\xff", 6);
  for (const char* method : {"POST", "PUT", "PATCH", "DELETE"})
    ASSERT_TRUE(
        fetch({.method = method, .url = site.url("/"), .body = body, .headers = {{"Content-Type", "x/y"}}}));
  for (const SiteRequest& asked : site.requests()) {
    EXPECT_EQ(asked.body, body) << asked.method;
    EXPECT_EQ(asked.headers.at("content-type"), "x/y") << asked.method;
    EXPECT_THAT(asked.headers, Not(Contains(Key("expect"))));
  }
  EXPECT_EQ(site.requests().at(1).method, "PUT");
}

TEST_F(CurlExchange, LargeBodiesAreSentWithoutAskingFirst) {
  site.script("/", {page(200, "")});
  ASSERT_TRUE(fetch({.method = "POST", .url = site.url("/"), .body = std::string(2 << 20, 'x')}));
  EXPECT_EQ(site.requests().at(0).body.size(), std::size_t{2 << 20});
  EXPECT_THAT(site.requests().at(0).headers, Not(Contains(Key("expect"))));
}

TEST_F(CurlExchange, HeadHasNoBodyWhateverLengthIsAnnounced) {
  site.script("/", {raw("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")});
  const auto response = fetch({.method = "HEAD", .url = site.url("/")});
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "");
}

TEST_F(CurlExchange, PackedBodiesAreUnpacked) {
  const std::string text(100'000, 'x');
  site.script("/", {page(200, gzip(text), {{"Content-Encoding", "gzip"}})});
  EXPECT_EQ(fetch("/")->body, text);
  EXPECT_EQ(metrics.bytes, text.size());
}

TEST_F(CurlExchange, EveryOfferedPackingIsUnpackedAndItsHeadersGo) {
  const std::string text(100'000, 'x');
  for (const auto& [coding, packed] : {std::pair{"gzip", gzip(text)},
                                       {"br", brotli(text)},
                                       {"zstd", zstd(text)},
                                       {"gzip, br", brotli(gzip(text))}}) {
    site.script("/", {page(200, packed, {{"Content-Encoding", coding}, {"X-Kept", "1"}})});
    const auto response = fetch("/");
    ASSERT_TRUE(response) << coding << ": " << response.error().message;
    EXPECT_TRUE(response->body == text) << coding;
    EXPECT_THAT(response->headers, ElementsAre(Pair("x-kept", "1"))) << coding;
  }
}

TEST_F(CurlExchange, LargePackedBodiesAreUnpackedToo) {
  const std::string text = prose(3 << 20), packed = gzip(text);
  ASSERT_GT(packed.size(), std::size_t{256 << 10});
  site.script("/", {page(200, packed, {{"Content-Encoding", "gzip"}})});
  const auto response = fetch("/");
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_TRUE(response->body == text);
}

TEST_F(CurlExchange, AHeadAnswerKeepsTheHeadersOfThePackedBodyItDoesNotHave) {
  site.script("/", {raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 99\r\n\r\n")});
  const auto response = fetch({.method = "HEAD", .url = site.url("/")});
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_THAT(response->headers, ElementsAre(Pair("content-encoding", "gzip"), Pair("content-length", "99")));
}

TEST_F(CurlExchange, ChunkedAndUndelimitedBodiesAreRead) {
  site.script("/chunked",
              {raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")});
  site.script("/undelimited", {raw("HTTP/1.0 200 OK\r\n\r\nabcde")});
  EXPECT_EQ(fetch("/chunked")->body, "abcde");
  EXPECT_EQ(fetch("/undelimited")->body, "abcde");
}

TEST_F(CurlExchange, ConnectToChoosesTheAddressAndKeepsTheName) {
  site.script("/", {page(200, "here")});
  policy.connect_to = {"::127.0.0.1:" + std::to_string(site.port())};
  const auto response = fetch({.url = "http://books.example/"});
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "here");
  EXPECT_EQ(response->url, "http://books.example/");
  EXPECT_EQ(site.requests().at(0).headers.at("host"), "books.example");
}

TEST_F(CurlExchange, ProxiesOfTheEnvironmentAreIgnored) {
  for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) ::setenv(name, "http://127.0.0.1:1/", 1);
  const auto response = fetch("/");
  for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) ::unsetenv(name);
  ASSERT_TRUE(response) << response.error().message;
}

TEST_F(CurlExchange, TheConfiguredProxyIsAskedWhateverTheEnvironmentExcludes) {
  site.script("http://books.example/x", {page(200, "by proxy")});
  policy.proxy = site.url("");
  policy.allow_private = {"::/0"};  // leaves it to the proxy whom it dials
  ::setenv("no_proxy", "*", 1);
  const auto response = fetch({.url = "http://books.example/x"});
  ::unsetenv("no_proxy");
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "by proxy");
}

TEST_F(CurlExchange, AProxyDoesNotOpenPrivateTargets) {
  policy.proxy = site.url("");
  policy.allow_private.clear();
  for (const char* url : {"http://10.0.0.1/", "http://[::1]/", "http://localhost/", "http://2130706433/"})
    EXPECT_EQ(failure({.url = url}).kind, model::ErrorKind::denied) << url;
  EXPECT_TRUE(site.requests().empty());
}

TEST_F(CurlExchange, TheProxysOwnAddressNeedsNoPermission) {
  site.script("http://93.184.216.34/x", {page(200, "by proxy")});
  policy.proxy = site.url("");
  policy.allow_private.clear();
  const auto response = fetch({.url = "http://93.184.216.34/x"});
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "by proxy");
}

TEST_F(CurlExchange, ATargetThatCannotBeResolvedHereIsNotLeftToTheProxy) {
  policy.proxy = site.url("");
  policy.allow_private.clear();
  const Failure failed = failure({.url = "http://" + std::string(64, 'a') + ".example/"});
  EXPECT_EQ(failed.kind, model::ErrorKind::dns);
  EXPECT_THAT(failed.message, testing::HasSubstr("allow_private: [\"::/0\"]"));
  EXPECT_EQ(site.connections(), 0);
}

// The probe of a proxied target neither dials nor borrows a connection.
TEST_F(CurlExchange, TheCheckOfAProxysTargetAsksItNothing) {
  LoopbackSite target;
  ASSERT_TRUE(fetch({.url = target.url("/")}));  // leaves a connection to be borrowed
  policy.proxy = site.url("");
  site.script(target.url("/x"), {page(200, "by proxy")});
  EXPECT_EQ(fetch({.url = target.url("/x")})->body, "by proxy");
  EXPECT_EQ(target.requests().size(), 1u);
  EXPECT_EQ(target.connections(), 1);
}

TEST_F(CurlExchange, ConnectionsAreUsedAgain) {
  site.script("/", {page(200, "again")});
  site.remember_requests(false);
  constexpr int total = 2'000, at_once = 8;
  policy.connections_per_host = at_once;
  int answered = 0;
  auto some = [&]() -> Task<> {
    const auto shared = test::session_of(policy);
    for (int i = 0; i < total / at_once; ++i) {
      const auto response = co_await fetcher->fetch({.url = site.url("/")}, shared, {});
      if (response && response->body == "again") ++answered;
    }
  };
  for (int i = 0; i < at_once; ++i) spawn(io.get_executor(), "some", some());
  run_until([&] { return metrics.requests == total && metrics.in_flight == 0 && metrics.queued == 0; });
  EXPECT_EQ(answered, total);
  EXPECT_LE(site.connections(), at_once);
}

}  // namespace
}  // namespace trawl::fetch
