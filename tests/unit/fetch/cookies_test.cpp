// Cookies over loopback: what a platform's sites set in a run, and to whom it is sent.
#include "fetch/curl/cookie_jar.hpp"
#include "fetch/curl/easy.hpp"
#include "tests/support/session.hpp"
#include "tests/unit/fetch/network_test.hpp"

namespace trawl::fetch {
namespace {

using test::page;
using testing::ElementsAre;

struct CookiesTest : NetworkTest {
  // All names lead to the site.
  std::shared_ptr<Session> new_session() {
    policy.connect_to = {"::127.0.0.1:" + std::to_string(site.port())};
    return test::session_of(policy);
  }

  void sets(const std::string& target, std::vector<std::string> cookies, int status = 200) {
    test::SiteHeaders headers;
    for (std::string& cookie : cookies) headers.emplace_back("Set-Cookie", std::move(cookie));
    site.script(target, {page(status, "", headers)});
  }

  Outcome get(const std::shared_ptr<Session>& session, Request request) {
    std::optional<Outcome> outcome;
    auto one = [&]() -> Task<> { outcome = co_await fetcher->fetch(std::move(request), session, {}); };
    spawn(io.get_executor(), "fetch", one());
    run_until([&] { return outcome.has_value(); });
    return *std::move(outcome);
  }

  // The Cookie header that the site saw in the last of the session's requests; "" for none.
  std::string sent_to(const std::shared_ptr<Session>& session, std::string url,
                      std::vector<Header> headers = {}) {
    const Outcome outcome = get(session, {.url = std::move(url), .headers = std::move(headers)});
    if (!outcome) throw std::runtime_error(outcome.error().message);
    const auto seen = site.requests().back().headers;
    const auto cookie = seen.find("cookie");
    return cookie == seen.end() ? "" : cookie->second;
  }

  std::shared_ptr<Session> session = new_session();
};

TEST_F(CookiesTest, WhatLoginSetsIsSentToTheNextPage) {
  sets("/login", {"sid=42"});
  EXPECT_EQ(sent_to(session, "http://shop.example/login"), "");
  EXPECT_EQ(sent_to(session, "http://shop.example/next"), "sid=42");
}

TEST_F(CookiesTest, AnotherHostDoesNotGetThemButAnotherPortDoes) {
  sets("/login", {"sid=42"});
  sent_to(session, "http://shop.example/login");
  EXPECT_EQ(sent_to(session, "http://other.example/"), "");
  EXPECT_EQ(sent_to(session, "http://www.shop.example/"), "") << "a host cookie goes to no subdomain";
  EXPECT_EQ(sent_to(session, "http://shop.example:8080/"), "sid=42") << "RFC 6265: ports do not isolate";
}

TEST_F(CookiesTest, ADomainCookieGoesToSubdomains) {
  sets("/login", {"sid=42; Domain=shop.example"});
  sent_to(session, "http://www.shop.example/login");
  EXPECT_EQ(sent_to(session, "http://api.shop.example/"), "sid=42");
}

TEST_F(CookiesTest, ACookieForAPublicSuffixIsRefused) {
  for (const std::string suffix : {"com", "co.uk", "github.io"}) {
    sets("/" + suffix, {"all=1; Domain=" + suffix});
    sent_to(session, "http://evil." + suffix + "/" + suffix);
    EXPECT_EQ(sent_to(session, "http://victim." + suffix + "/"), "") << suffix;
  }
}

TEST_F(CookiesTest, ACookieForAForeignDomainIsRefused) {
  sets("/", {"sid=1; Domain=bank.example"});
  sent_to(session, "http://evil.example/");
  EXPECT_EQ(sent_to(session, "http://bank.example/"), "");
}

TEST_F(CookiesTest, SecureCookiesAreNeitherTakenNorSentWithoutEncryption) {
  sets("/login", {"sid=42; Secure", "seen=1"});
  sent_to(session, "http://shop.example/login");
  EXPECT_EQ(sent_to(session, "http://shop.example/"), "seen=1");
}

TEST_F(CookiesTest, ThePathIsHonoured) {
  sets("/account/login", {"sid=42; Path=/account"});
  sent_to(session, "http://shop.example/account/login");
  EXPECT_EQ(sent_to(session, "http://shop.example/account/orders"), "sid=42");
  EXPECT_EQ(sent_to(session, "http://shop.example/accounts"), "");
}

TEST_F(CookiesTest, ACookieCanBeTakenBack) {
  sets("/login", {"sid=42; Max-Age=3600"});
  sets("/logout", {"sid=gone; Max-Age=0"});
  sent_to(session, "http://shop.example/login");
  EXPECT_EQ(sent_to(session, "http://shop.example/a"), "sid=42");
  sent_to(session, "http://shop.example/logout");
  EXPECT_EQ(sent_to(session, "http://shop.example/a"), "");
}

TEST_F(CookiesTest, EverySessionHasItsOwn) {
  sets("/login", {"sid=42"});
  sent_to(session, "http://shop.example/login");
  EXPECT_EQ(sent_to(new_session(), "http://shop.example/"), "") << "another platform, or the next run";
  EXPECT_EQ(sent_to(session, "http://shop.example/"), "sid=42");
}

TEST_F(CookiesTest, RedirectsSetAndGetThem) {
  site.script("/login", {test::raw("HTTP/1.1 302 Found\r\nSet-Cookie: sid=42\r\nLocation: /home\r\n"
                                   "Content-Length: 0\r\n\r\n",
                                   test::Answer::Then::keep_alive)});
  EXPECT_EQ(sent_to(session, "http://shop.example/login"), "sid=42");
}

TEST_F(CookiesTest, ThoseOfA304Count) {
  sets("/page", {"sid=43"}, 304);
  sent_to(session, "http://shop.example/page");
  EXPECT_EQ(sent_to(session, "http://shop.example/"), "sid=43");
}

TEST_F(CookiesTest, ThePluginsOwnCookiesFollowTheJarsInTheSameHeader) {
  sets("/login", {"sid=42"});
  sent_to(session, "http://shop.example/login");
  EXPECT_EQ(sent_to(session, "http://shop.example/a", {{"cookie", "consent=yes"}}), "sid=42; consent=yes");
  EXPECT_EQ(sent_to(session, "http://shop.example/b"), "sid=42") << "the jar does not learn them";
}

TEST_F(CookiesTest, ThePluginsOwnCookiesDoNotFollowARedirectToAnotherOrigin) {
  site.script("/away", {test::redirect(302, "http://other.example/")});
  EXPECT_EQ(sent_to(session, "http://shop.example/away", {{"Cookie", "consent=yes"}}), "");
}

TEST_F(CookiesTest, WithoutCookiesOnlyThePluginsOwnAreSent) {
  policy.cookies = false;
  session = new_session();
  sets("/login", {"sid=42"});
  sent_to(session, "http://shop.example/login");
  EXPECT_EQ(sent_to(session, "http://shop.example/"), "");
  EXPECT_EQ(sent_to(session, "http://shop.example/", {{"Cookie", "consent=yes"}}), "consent=yes");
}

TEST_F(CookiesTest, AnOversizedCookieIsRefused) {
  sets("/login", {"big=" + std::string(5'000, 'x'), "small=1"});
  sent_to(session, "http://shop.example/login");
  EXPECT_EQ(sent_to(session, "http://shop.example/"), "small=1");
}

// 100 answers with 50 cookies of 200 bytes each would be 1 MB.
TEST_F(CookiesTest, AFloodEmptiesTheJar) {
  sets("/login", {"sid=42"});
  sent_to(session, "http://shop.example/login");
  for (int answer = 0; answer < 100; ++answer) {
    std::vector<std::string> cookies;
    for (int i = 0; i < 50; ++i)
      cookies.push_back("c" + std::to_string(answer * 50 + i) + "=" + std::string(200, 'x') + "; Path=/none");
    sets("/flood", std::move(cookies));
    sent_to(session, "http://flood.example/flood");
  }
  const Easy easy;
  session->cookies()->attach(easy.get());
  const std::unique_ptr<curl_slist, CurlDeleter<curl_slist_free_all>> left(
      easy.info<curl_slist*>(CURLINFO_COOKIELIST));
  std::size_t count = 0;
  for (const curl_slist* node = left.get(); node; node = node->next) ++count;
  EXPECT_LE(count, CookieJar::max_cookies + CookieJar::look_after / 200);
}

TEST_F(CookiesTest, JarsDoNotKeepPlatformsFromSharingAConnection) {
  site.script("/", {page(200, "x")});
  sent_to(session, "http://shop.example/");
  sent_to(new_session(), "http://shop.example/");
  EXPECT_EQ(site.connections(), 1);
}

}  // namespace
}  // namespace trawl::fetch
