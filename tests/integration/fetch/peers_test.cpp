// httpbin, nghttpx and tinyproxy: statuses, delays, packings, redirects and caches as others speak HTTP;
// HTTP/2 over TLS; a proxy.
#include <fstream>

#include "tests/integration/fetch/foreign_server.hpp"
#include "tests/support/certificates.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/unit/fetch/network_test.hpp"

namespace trawl::fetch {
namespace {

using namespace std::chrono_literals;
using namespace test;
using model::ErrorKind;
using testing::AllOf;
using testing::HasSubstr;

struct Peers : NetworkTest {
  static std::optional<std::string> missing;
  static std::unique_ptr<ForeignServer> httpbin;  // takes a second to start, so one for all tests

  static void SetUpTestSuite() {
    if (!(missing = why_no_httpbin())) {
      const std::uint16_t port = free_port();
      httpbin = std::make_unique<ForeignServer>(httpbin_command(port), port);
    }
  }
  static void TearDownTestSuite() { httpbin.reset(); }

  void SetUp() override {
    if (missing) GTEST_SKIP() << *missing;
  }

  static std::string at(std::string_view target) {
    return "http://127.0.0.1:" + std::to_string(httpbin->port()) + std::string(target);
  }
  Outcome get(std::string_view target, std::vector<Header> headers = {}) {
    return fetch({.url = at(target), .headers = std::move(headers)});
  }
};
std::optional<std::string> Peers::missing;
std::unique_ptr<ForeignServer> Peers::httpbin;

TEST_F(Peers, EveryStatusIsAnAnswer) {
  for (const int status : {200, 204, 400, 404, 418, 429, 500, 503})
    EXPECT_EQ(get("/status/" + std::to_string(status))->status, status);
}

TEST_F(Peers, ABusyHostIsAskedAgain) {
  policy.retry.attempts = 3;
  EXPECT_EQ(get("/status/503")->attempts, 3u);
}

TEST_F(Peers, EveryPackingIsUnpacked) {
  EXPECT_THAT(get("/gzip")->body, HasSubstr("\"gzipped\":true"));
  EXPECT_THAT(get("/deflate")->body, HasSubstr("\"deflated\":true"));
  EXPECT_THAT(get("/brotli")->body, HasSubstr("\"brotli\":true"));
}

TEST_F(Peers, BodiesComeInFull) {
  EXPECT_EQ(get("/bytes/100000?seed=1")->body.size(), 100'000u);
  EXPECT_EQ(get("/stream-bytes/100000?seed=1&chunk_size=999")->body.size(), 100'000u);
}

TEST_F(Peers, ADelayIsATimeoutOfTheFirstByte) {
  policy.timeout.first_byte = 200ms;
  const Failure failed = failure({.url = at("/delay/2")});
  EXPECT_EQ(failed.kind, ErrorKind::timeout);
  EXPECT_THAT(failed.message, HasSubstr("no byte within 200ms"));
}

TEST_F(Peers, ADripOfTenBytesASecondIsTooSlow) {
  policy.timeout.first_byte = 500ms;
  const Failure failed = failure({.url = at("/drip?numbytes=100&duration=10&delay=0")});
  EXPECT_EQ(failed.kind, ErrorKind::timeout);
  EXPECT_THAT(failed.message, HasSubstr("min_rate"));
}

TEST_F(Peers, RedirectsLeadOnUpToTen) {
  EXPECT_EQ(get("/redirect/10")->url, at("/get"));
  EXPECT_EQ(get("/absolute-redirect/3")->url, at("/get"));
  EXPECT_EQ(get("/redirect/11").error().kind, ErrorKind::redirects);
  EXPECT_EQ(get("/redirect-to?url=file:///etc/passwd").error().kind, ErrorKind::denied);
  EXPECT_EQ(get("/redirect-to?url=http://169.254.169.254/").error().kind, ErrorKind::denied);
}

TEST_F(Peers, ConditionalRequestsAreAnsweredWithNotModified) {
  EXPECT_EQ(get("/etag/abc")->status, 200);
  EXPECT_EQ(get("/etag/abc", {{"If-None-Match", "\"abc\""}})->status, 304);
  EXPECT_EQ(get("/cache", {{"If-Modified-Since", "Mon, 23 Nov 2026 00:00:00 GMT"}})->status, 304);
}

struct Tls : Peers {
  const TempDir folder;
  std::unique_ptr<ForeignServer> nghttpx;

  void SetUp() override {
    Peers::SetUp();
    if (IsSkipped()) return;
    if (const auto reason = why_no_program("/usr/sbin/nghttpx", "nghttp2-proxy")) GTEST_SKIP() << *reason;
    const Certificate certificate = make_certificate({.host = "books.example"});
    write_pem(folder / "certificate.pem", certificate);
    write_key_pem(folder / "key.pem", certificate);
    const std::uint16_t port = free_port();
    const std::vector<std::string> command{"/usr/sbin/nghttpx",
                                           "--conf=/dev/null",
                                           "--single-process",
                                           "--workers=1",
                                           "--frontend=127.0.0.1," + std::to_string(port),
                                           "--backend=127.0.0.1," + std::to_string(httpbin->port()),
                                           folder / "key.pem",
                                           folder / "certificate.pem"};
    nghttpx = std::make_unique<ForeignServer>(command, port);
    policy.connect_to = {"books.example:443:127.0.0.1:" + std::to_string(port)};
    policy.ca_files = {{"books.example", folder / "certificate.pem"}};
  }
};

// nghttpx tells its backend in which protocol it was asked, and httpbin repeats what it was told.
TEST_F(Tls, Http2IsSpokenWhereItIsOffered) {
  const auto response = fetch({.url = "https://books.example/headers?show_env=1"});
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_THAT(response->body, HasSubstr("\"Via\":\"2 nghttpx\""));
}

TEST_F(Tls, PackingsRedirectsAndStatusesAreTheSameOverHttp2) {
  EXPECT_THAT(fetch({.url = "https://books.example/gzip"})->body, HasSubstr("\"gzipped\":true"));
  EXPECT_EQ(fetch({.url = "https://books.example/redirect/3"})->status, 200);
  EXPECT_EQ(fetch({.url = "https://books.example/status/418"})->status, 418);
  EXPECT_EQ(fetch({.method = "POST", .url = "https://books.example/post", .body = "a=b"})->status, 200);
}

TEST_F(Tls, ManyRequestsAtOnceAreAllAnswered) {
  policy.connections_per_host = 16;
  int answered = 0, ended = 0;
  const auto session = session_of(policy);
  auto one = [&](int size) -> Task<> {
    const auto response =
        co_await fetcher->fetch({.url = "https://books.example/bytes/" + std::to_string(size)}, session, {});
    ++ended;
    if (response && response->body.size() == static_cast<std::size_t>(size)) ++answered;
  };
  for (int i = 1; i <= 64; ++i) spawn(io.get_executor(), "one", one(i * 100));
  run_until([&] { return ended == 64; });
  EXPECT_EQ(answered, 64);
}

TEST_F(Tls, WhoIsNotVouchedForIsNotBelieved) {
  policy.ca_files.clear();
  EXPECT_EQ(failure({.url = "https://books.example/"}).kind, ErrorKind::tls);
}

struct Proxied : Tls {
  std::unique_ptr<ForeignServer> tinyproxy;

  void SetUp() override {
    Tls::SetUp();
    if (IsSkipped()) return;
    if (const auto reason = why_no_program("/usr/bin/tinyproxy", "tinyproxy")) GTEST_SKIP() << *reason;
    const std::uint16_t port = free_port();
    const std::string settings = folder / "tinyproxy.conf";
    std::ofstream(settings) << "Listen 127.0.0.1\nPort " << port << "\nTimeout 60\n";
    tinyproxy = std::make_unique<ForeignServer>(
        std::vector<std::string>{"/usr/bin/tinyproxy", "-d", "-c", settings}, port);
    policy.proxy = "http://127.0.0.1:" + std::to_string(port);
  }
};

TEST_F(Proxied, AnswersComeThroughTheProxy) {
  const auto response = get("/headers?show_env=1");
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_THAT(response->body, HasSubstr("tinyproxy"));
}

TEST_F(Proxied, TlsGoesThroughTheProxyAsATunnel) {
  const auto response = fetch({.url = "https://books.example/headers?show_env=1"});
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_THAT(response->body, AllOf(HasSubstr("2 nghttpx"), testing::Not(HasSubstr("tinyproxy"))));
}

TEST_F(Proxied, TheProxyOpensNoPrivateTarget) {
  policy.allow_private.clear();
  EXPECT_EQ(failure({.url = at("/get")}).kind, ErrorKind::denied);
}

TEST_F(Proxied, AProxyThatFindsNobodyIsConnect) {
  policy.connect_to.clear();
  policy.allow_private = {"::/0"};
  EXPECT_EQ(failure({.url = "https://127.0.0.1:1/"}).kind, ErrorKind::connect);
}

}  // namespace
}  // namespace trawl::fetch
