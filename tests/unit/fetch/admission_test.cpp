#include "fetch/admission.hpp"

#include <gmock/gmock.h>

namespace trawl::fetch {
namespace {

using testing::HasSubstr;

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
  EXPECT_EQ(refused({.url = "/relative\n"}).url, "/relative\\x0a");
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

}  // namespace
}  // namespace trawl::fetch
