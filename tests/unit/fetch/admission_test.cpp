#include "fetch/admission.hpp"

#include <gmock/gmock.h>

namespace trawl::fetch {
namespace {

using testing::HasSubstr;
using testing::Not;

Failure refused(Request request) {
  auto hop = admit(std::move(request));
  EXPECT_FALSE(hop);
  return hop ? Failure{} : hop.error();
}

TEST(Admission, AGoodRequestKeepsEverythingAndHasItsUrlNormalised) {
  const auto hop =
      admit({.method = "POST", .url = "HTTP://A.example/x#y", .body = "b", .headers = {{"X-A", "1"}}});
  ASSERT_TRUE(hop);
  EXPECT_EQ(hop->request.url, "http://a.example/x");
  EXPECT_EQ(hop->request.body, "b");
  EXPECT_EQ(hop->url.origin.host, "a.example");
}

TEST(Admission, OnlyHttpAndHttpsUrlsAreFetched) {
  EXPECT_EQ(refused({.url = "file:///etc/passwd"}).kind, model::ErrorKind::denied);
  EXPECT_EQ(refused({.url = "books.example"}).kind, model::ErrorKind::denied);
  EXPECT_EQ(refused({.url = "/relative\x01"}).url, "/relative\\x01");
}

// However long the secret is, and whether or not a parser would find it.
TEST(Admission, SecretsOfWhatIsNoUrlAreNotRepeated) {
  const std::string secret = "CANARY" + std::string(300, 'x');
  for (const std::string& url :
       {"ftp://ann:" + secret + "@a.example/", "http://ann:" + secret + "@a.example:port/",
        "ann:" + secret + "@a.example", secret + "@a.example", std::string("http//ann:CANARY@a.example"),
        std::string("ftp://a.example/?token=CANARY"), std::string("a.example?ticket=CANARY"),
        std::string("//ann:CANARY@a.example"),
        "http://ann:" + secret + "@a.example/" + std::string(70'000, 'x')}) {
    const Failure failure = refused({.url = url});
    EXPECT_THAT(failure.message, Not(HasSubstr("CANARY"))) << url;
    EXPECT_THAT(failure.message, HasSubstr("a.example")) << url;
    EXPECT_THAT(failure.url, Not(HasSubstr("CANARY"))) << url;
  }
}

TEST(Admission, MethodsAreTheUsualOnes) {
  for (const char* method : {"", "get", "CONNECT", "TRACE", "GET / HTTP/1.1\r\nX:"})
    EXPECT_THAT(refused({.method = method, .url = "http://a.example/"}).message, HasSubstr("method"))
        << method;
}

TEST(Admission, HeadersCannotBreakOutOfTheirLine) {
  for (const Header& header :
       {Header{"", "x"}, Header{"A B", "x"}, Header{"A:", "x"}, Header{"A\r\nB", "x"},
        Header{"A", "x\r\nB: y"}, Header{"A", "x\ny"}, Header{"A", std::string("x\0y", 3)}})
    EXPECT_EQ(refused({.url = "http://a.example/", .headers = {header}}).kind, model::ErrorKind::denied);
}

TEST(Admission, TheFetchersOwnHeadersAreNamed) {
  for (const char* name :
       {"Host", "content-length", "Transfer-Encoding", "Accept-Encoding", "Connection", "Expect"})
    EXPECT_THAT(refused({.url = "http://a.example/", .headers = {{name, "x"}}}).message, HasSubstr(name));
}

TEST(Admission, ThePluginDoesNotChooseUnderWhichNameTrawlAsks) {
  const auto refused = admit({.url = "http://a.example/", .headers = {{"User-Agent", "Googlebot/2.1"}}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, model::ErrorKind::denied);
}

}  // namespace
}  // namespace trawl::fetch
