#include "trawl-httpd/session_routes.hpp"

#include "tests/unit/httpd_who/door.hpp"

namespace trawl::httpd {
namespace {

using model::Role;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

using SessionRoute = Door;

const std::string by_code = R"({"code": "c0de"})";
const std::string by_token = R"({"token": "trawl_0123456789"})";

TEST_F(SessionRoute, ACodeBuysASessionAsWhoeverGotTheCode) {
  const Response answer = buy(by_code);
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(
      body_of(answer),
      boost::json::parse(R"({"name":"ann","role":"operator","expires_at":"2026-11-24T20:00:00.000Z"})"));
  const auto caller = ask(with_session(id_in(answer)));
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->name, "ann");
  EXPECT_EQ(caller->role, Role::operator_);
  EXPECT_EQ(caller->uid, 1000U);
  EXPECT_EQ(caller->transport, "http+session");
}

TEST_F(SessionRoute, ATokenBuysASessionWithItsRole) {
  const auto caller = ask(with_session(id_in(buy(by_token))));
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->name, "ci");
  EXPECT_EQ(caller->role, Role::viewer);
}

TEST_F(SessionRoute, TheCookieIsOutOfReachOfScriptsAndOtherSites) {
  const Response answer = buy(by_code);
  const std::string cookie = field_of(answer, "set-cookie");
  EXPECT_THAT(cookie, testing::MatchesRegex(
                          "trawl_session=[0-9a-f]+; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200"));
  EXPECT_EQ(field_of(answer, "cache-control"), "no-store");
  EXPECT_THAT(answer.body, Not(HasSubstr(id_in(answer))));
}

TEST_F(SessionRoute, TheCookieIsSecureWhereAProxySpeaksHttps) {
  const std::vector<Field> https{{"x-forwarded-proto", "https"}};
  EXPECT_THAT(field_of(buy(by_code, https), "set-cookie"), Not(HasSubstr("Secure")))
      << "anyone could say so without a proxy";
  open({.behind_proxy = true});
  EXPECT_THAT(field_of(buy(by_code, https), "set-cookie"), HasSubstr("; Secure"));
  EXPECT_THAT(field_of(buy(by_code), "set-cookie"), Not(HasSubstr("Secure")));
}

TEST_F(SessionRoute, ASessionEndsAfterTwelveHours) {
  const std::string id = id_in(buy(by_code));
  clock_.set_wall(clock_.now() + Sessions::lifetime);
  EXPECT_EQ(refusal(with_session(id)), Code::unauthenticated);
}

TEST_F(SessionRoute, ASessionEndsWithTheTokenThatBoughtIt) {
  give_tokens(fmt::format("ci viewer {} 2026-11-24T09:00:00Z\n", hex(sha256(ci_token))));
  ASSERT_TRUE(who_->reload());
  const Response answer = buy(by_token);
  EXPECT_EQ(body_of(answer).at("expires_at"), "2026-11-24T09:00:00.000Z");
  EXPECT_THAT(field_of(answer, "set-cookie"), HasSubstr("Max-Age=3600"));
}

TEST_F(SessionRoute, TakingATokenAwayEndsItsSessionsAndNoOthers) {
  const std::string of_token = id_in(buy(by_token)), of_code = id_in(buy(by_code));
  ASSERT_TRUE(who_->reload());
  EXPECT_TRUE(ask(with_session(of_token))) << "reading the same file again changes nothing";
  give_tokens("");
  ASSERT_TRUE(who_->reload());
  EXPECT_FALSE(ask(with_session(of_token)));
  EXPECT_TRUE(ask(with_session(of_code)));
  EXPECT_EQ(who_->metrics().sessions, 1U);
}

TEST_F(SessionRoute, ATokensNewRoleNameOrEarlierEndEndsItsSessions) {
  const std::string digest = hex(sha256(ci_token));
  for (const std::string& line :
       {"ci operator " + digest, "other viewer " + digest, "ci viewer " + digest + " 2026-11-24T10:00:00Z"}) {
    give_tokens("ci viewer " + digest);
    ASSERT_TRUE(who_->reload());
    const std::string id = id_in(buy(by_token));
    give_tokens(line);
    ASSERT_TRUE(who_->reload());
    EXPECT_FALSE(ask(with_session(id))) << line;
  }
}

TEST_F(SessionRoute, SaysWhoIsThere) {
  const std::string id = id_in(buy(by_code));
  EXPECT_EQ(body_of(session(with_session(id, "GET", "/api/session"))), boost::json::parse(R"({
      "name": "ann", "role": "operator", "transport": "http+session",
      "expires_at": "2026-11-24T20:00:00.000Z"})"));
  Request by_bearer = with_token(ci_token);
  by_bearer.path = "/api/session";
  EXPECT_EQ(
      body_of(session(by_bearer)),
      boost::json::parse(R"({"name":"ci","role":"viewer","transport":"http+token","expires_at":null})"));
  EXPECT_EQ(session(request("GET", "/api/session")).status, 401);
}

TEST_F(SessionRoute, LeavingEndsTheSessionAndTakesTheCookieBack) {
  const std::string id = id_in(buy(by_code));
  const Response answer = session(with_session(id, "DELETE", "/api/session"));
  EXPECT_EQ(answer.status, 204);
  EXPECT_THAT(field_of(answer, "set-cookie"), AllOf(HasSubstr("trawl_session=;"), HasSubstr("Max-Age=0")));
  EXPECT_EQ(refusal(with_session(id)), Code::unauthenticated);
}

TEST_F(SessionRoute, BuyingAnotherEndsTheOneBefore) {
  const std::string before = id_in(buy(by_code));
  const std::string after = id_in(buy(by_code, {{"cookie", "trawl_session=" + before}}));
  EXPECT_NE(before, after) << "an id that somebody else has set never becomes a session";
  EXPECT_FALSE(ask(with_session(before)));
  EXPECT_TRUE(ask(with_session(after)));
}

TEST_F(SessionRoute, AWrongCodeOrTokenBuysNothing) {
  for (const char* body : {R"({"code": "dead"})", R"({"code": ""})", R"({"code": "not hex"})",
                           R"({"token": "trawl_wrong"})", R"({"token": ""})"}) {
    const Response answer = buy(body);
    EXPECT_EQ(answer.status, 401) << body;
    EXPECT_EQ(field_of(answer, "set-cookie"), "") << body;
  }
  EXPECT_EQ(asked_, 1) << "the daemon is asked only about what can be a code";
}

TEST_F(SessionRoute, AfterTenWrongCodesInAMinuteASourceIsToldToWait) {
  for (int i = 0; i < 10; ++i) EXPECT_EQ(buy(R"({"code": "dead"})").status, 401);
  const Response answer = buy(R"({"code": "dead"})");
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(field_of(answer, "retry-after"), "60");
}

TEST_F(SessionRoute, WrongOnesOfANeighbourDoNotLockOutARightOne) {
  for (int i = 0; i < 20; ++i) buy(R"({"code": "dead"})");
  EXPECT_EQ(buy(by_code).status, 200);
  EXPECT_EQ(buy(by_token).status, 200);
}

TEST_F(SessionRoute, BodiesThatAreNoPurchaseAreExplained) {
  const std::vector<std::pair<std::string, int>> cases{{"", 400},
                                                       {"{", 400},
                                                       {"[]", 400},
                                                       {"{}", 400},
                                                       {R"({"code": 1})", 400},
                                                       {R"({"code": "c0de", "token": "x"})", 400},
                                                       {R"({"user": "ann"})", 400}};
  for (const auto& [body, status] : cases) {
    const Response answer = buy(body);
    EXPECT_EQ(answer.status, status) << body;
    EXPECT_THAT(answer.body, HasSubstr(R"(send {\"code\")")) << body;
  }
}

TEST_F(SessionRoute, ADaemonThatIsAwayIsNoWrongCode) {
  daemon_says_ = refuse(Code::daemon_unreachable, "the daemon is away");
  for (int i = 0; i < 20; ++i) EXPECT_EQ(buy(by_code).status, 503);
  EXPECT_EQ(who_->metrics().wrong, 0U);
}

TEST_F(SessionRoute, ADaemonThatNamesNoOneIsNotBelieved) {
  for (const char* text : {"", "[]", "{}", R"({"name":"ann"})", R"({"name":"ann","role":"king"})",
                           R"({"name":1,"role":"viewer"})"}) {
    daemon_says_ = text;
    EXPECT_EQ(buy(by_code).status, 502) << text;
  }
}

TEST_F(SessionRoute, OtherVerbsAreRefusedWithThoseItTakes) {
  Request put = with_token(ci_token, "PUT");
  put.path = "/api/session";
  const Response answer = session(put);
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(field_of(answer, "allow"), "GET, HEAD, POST, DELETE");
}

TEST(SessionCookie, IsFoundAmongOthersAndOnlyInItsForm) {
  const std::string id(64, 'a');
  const auto found = [](const std::string& cookies) {
    const Request request{.fields = {{"cookie", cookies}}};
    return std::string(session_id(request).value_or("none"));
  };
  EXPECT_EQ(found("trawl_session=" + id), id);
  EXPECT_EQ(found("a=b;  trawl_session=" + id + " ; c=d"), id);
  EXPECT_EQ(found("xtrawl_session=" + id), "none");
  EXPECT_EQ(found("trawl_session=" + id + "a"), "none");
  EXPECT_EQ(found("trawl_session=" + std::string(64, 'g')), "none");
  EXPECT_EQ(found("trawl_session"), "none");
  EXPECT_EQ(found(";;=;"), "none");
  EXPECT_EQ(session_id(Request{}), std::nullopt);
}

}  // namespace
}  // namespace trawl::httpd
