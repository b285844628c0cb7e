#include "fetch/redirects.hpp"

#include <gmock/gmock.h>

#include <fmt/format.h>

namespace trawl::fetch {
namespace {

using model::ErrorKind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

Hop hop(std::string url, Request request = {}) {
  Url parsed = parse_url(url).value();
  request.url = parsed.text;
  return {std::move(request), std::move(parsed)};
}

Response moved(int status, std::string location) {
  return {.status = status, .headers = {{"location", location}}};
}

const model::FetchPolicy usual;

Hop follow(const Hop& from, const Response& response) {
  return RedirectTrail().next(from, response, usual).value().value();
}
Failure refuse_to_follow(const Hop& from, const Response& response) {
  return RedirectTrail().next(from, response, usual).error();
}

TEST(Redirects, OnlyFiveStatusesWithALocationLeadOn) {
  const Hop from = hop("http://a.example/x");
  for (const int status : {301, 302, 303, 307, 308})
    EXPECT_EQ(follow(from, moved(status, "/y")).url.text, "http://a.example/y") << status;
  for (const int status : {200, 201, 300, 304, 305, 404, 503})
    EXPECT_EQ(RedirectTrail().next(from, moved(status, "/y"), usual).value(), std::nullopt) << status;
  EXPECT_EQ(RedirectTrail().next(from, Response{.status = 302}, usual).value(), std::nullopt);
}

TEST(Redirects, StayOffWhenThePluginWantsTheAnswerItself) {
  const Hop from = hop("http://a.example/x", {.follow_redirects = false});
  EXPECT_EQ(RedirectTrail().next(from, moved(302, "/y"), usual).value(), std::nullopt);
}

TEST(Redirects, PostBecomesGetExceptWhereTheStatusForbids) {
  const Hop from =
      hop("http://a.example/x",
          {.method = "POST", .body = "q=1", .headers = {{"Content-Type", "text/plain"}, {"X-Page", "1"}}});
  for (const int status : {301, 302, 303}) {
    const Hop next = follow(from, moved(status, "/y"));
    EXPECT_EQ(next.request.method, "GET") << status;
    EXPECT_EQ(next.request.body, "") << status;
    EXPECT_THAT(next.request.headers, ElementsAre(Pair("X-Page", "1"))) << status;
  }
  for (const int status : {307, 308}) {
    const Hop next = follow(from, moved(status, "/y"));
    EXPECT_EQ(next.request.method, "POST") << status;
    EXPECT_EQ(next.request.body, "q=1") << status;
  }
}

TEST(Redirects, OtherMethodsChangeOnlyForSeeOther) {
  EXPECT_EQ(follow(hop("http://a.example/x", {.method = "PUT"}), moved(302, "/y")).request.method, "PUT");
  EXPECT_EQ(follow(hop("http://a.example/x", {.method = "PUT"}), moved(303, "/y")).request.method, "GET");
  EXPECT_EQ(follow(hop("http://a.example/x", {.method = "HEAD"}), moved(303, "/y")).request.method, "HEAD");
}

TEST(Redirects, ANewOriginSeesOnlyHarmlessHeaders) {
  const Hop from = hop("http://a.example/x", {.headers = {{"Authorization", "Basic x"},
                                                          {"Cookie", "id=1"},
                                                          {"X-Api-Key", "k"},
                                                          {"Referer", "http://a.example/private"},
                                                          {"Accept-Language", "de"}}});
  EXPECT_EQ(follow(from, moved(302, "/y")).request.headers.size(), 5u);
  for (const char* target :
       {"http://b.example/", "https://a.example/", "http://a.example:81/", "http://sub.a.example/"})
    EXPECT_THAT(follow(from, moved(302, target)).request.headers, ElementsAre(Pair("Accept-Language", "de")))
        << target;
}

TEST(Redirects, CredentialsInTheUrlStayWithTheirHost) {
  EXPECT_EQ(follow(hop("http://ann:pw@a.example/x"), moved(302, "http://b.example/")).url.text,
            "http://b.example/");
}

TEST(Redirects, TenAreFollowedAndNotEleven) {
  RedirectTrail trail;
  Hop at = hop("http://a.example/0");
  for (int i = 1; i <= max_redirects; ++i)
    at = trail.next(at, moved(302, fmt::format("/{}", i)), usual).value().value();
  const auto eleventh = trail.next(at, moved(302, "/11"), usual);
  ASSERT_FALSE(eleventh);
  EXPECT_EQ(eleventh.error().kind, ErrorKind::redirects);
  EXPECT_THAT(eleventh.error().message, HasSubstr("more than 10 redirects"));
}

TEST(Redirects, AReturnToAnEarlierRequestIsALoop) {
  RedirectTrail trail;
  const Hop a = hop("http://a.example/1");
  const Hop b = trail.next(a, moved(302, "/2"), usual).value().value();
  const auto back = trail.next(b, moved(302, "/1#again"), usual);
  ASSERT_FALSE(back);
  EXPECT_EQ(back.error().kind, ErrorKind::redirects);
  EXPECT_THAT(back.error().message, HasSubstr("loop"));
  EXPECT_EQ(back.error().url, "http://a.example/2");
}

// Many sites set a cookie and send the browser back for the page itself.
TEST(Redirects, APageThatSetsACookieAndAsksToComeBackIsNoLoop) {
  Response welcome = moved(302, "/1");
  welcome.headers.emplace_back("set-cookie", "seen=1");
  const Hop at = hop("http://a.example/1");
  EXPECT_TRUE(RedirectTrail().next(at, welcome, usual));
  EXPECT_FALSE(RedirectTrail().next(at, welcome, {.cookies = false}));
}

TEST(Redirects, SettingCookiesForeverEndsAtTheLimit) {
  RedirectTrail trail;
  Response again = moved(302, "/1");
  again.headers.emplace_back("set-cookie", "seen=1");
  const Hop at = hop("http://a.example/1");
  for (int i = 0; i < max_redirects; ++i) ASSERT_TRUE(trail.next(at, again, usual)) << i;
  EXPECT_EQ(trail.next(at, again, usual).error().kind, ErrorKind::redirects);
}

TEST(Redirects, AFormThatAnswersWithItsOwnPageIsNoLoop) {
  EXPECT_EQ(follow(hop("http://a.example/form", {.method = "POST"}), moved(303, "/form")).request.method,
            "GET");
}

TEST(Redirects, OtherSchemesAreDenied) {
  for (const char* target :
       {"file:///etc/passwd", "ftp://a.example/", "javascript:alert(1)", "gopher://127.0.0.1:11211/"})
    EXPECT_EQ(refuse_to_follow(hop("http://a.example/"), moved(302, target)).kind, ErrorKind::denied)
        << target;
}

TEST(Redirects, EncryptionIsNotGivenUp) {
  const Failure failure = refuse_to_follow(hop("https://a.example/"), moved(301, "http://a.example/x"));
  EXPECT_EQ(failure.kind, ErrorKind::denied);
  EXPECT_THAT(failure.message, HasSubstr("fetch.allow_downgrade"));
}

TEST(Redirects, EncryptionIsGivenUpWhereThePolicyAllowsIt) {
  const Hop from = hop("https://a.example/", {.headers = {{"X-Api-Key", "k"}}});
  const auto next = RedirectTrail().next(from, moved(301, "http://a.example/x"), {.allow_downgrade = true});
  ASSERT_TRUE(next && *next);
  EXPECT_EQ((*next)->url.text, "http://a.example/x");
  EXPECT_TRUE((*next)->request.headers.empty());  // another scheme is another origin
}

TEST(Redirects, WhatIsNoUrlIsToldWithThePageThatSaidIt) {
  const Failure failure = refuse_to_follow(hop("http://a.example/x"), moved(302, "http://a.example:99999/"));
  EXPECT_EQ(failure.kind, ErrorKind::redirects);
  EXPECT_EQ(failure.url, "http://a.example/x");
}

}  // namespace
}  // namespace trawl::fetch
