#include "trawl-httpd/who.hpp"

#include "tests/unit/httpd_who/door.hpp"

namespace trawl::httpd {
namespace {

using model::Role;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

using Who = Door;

TEST_F(Who, OverTcpWithoutTokenOrSessionNobodyComesIn) {
  const auto refused = ask(request("GET", "/api/v1/runs"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::unauthenticated);
  EXPECT_THAT(refused.error().hint, AllOf(HasSubstr("trawlctl web"), HasSubstr("trawl-httpd token new")));
  EXPECT_EQ(who_->metrics().missing, 1U);
}

TEST_F(Who, ATokenBringsItsNameAndRole) {
  const auto caller = ask(with_token(ci_token));
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->name, "ci");
  EXPECT_EQ(caller->role, Role::viewer);
  EXPECT_EQ(caller->transport, "http+token");
  EXPECT_FALSE(caller->uid);
}

TEST_F(Who, TheSchemesNameIsCaseInsensitiveAndTheTokenIsNot) {
  EXPECT_TRUE(ask(request("GET", "/x", {{"authorization", "bearer  trawl_0123456789"}})));
  EXPECT_EQ(refusal(with_token("TRAWL_0123456789")), Code::unauthenticated);
}

TEST_F(Who, OtherSchemesAndWrongTokensAreRefused) {
  EXPECT_EQ(refusal(request("GET", "/x", {{"authorization", "Basic Y2k6Y2k="}})), Code::unauthenticated);
  EXPECT_EQ(refusal(request("GET", "/x", {{"authorization", ""}})), Code::unauthenticated);
  EXPECT_EQ(refusal(with_token("trawl_012345678")), Code::unauthenticated);
  EXPECT_EQ(refusal(with_token("")), Code::unauthenticated);
  EXPECT_EQ(who_->metrics().wrong, 4U);
}

TEST_F(Who, OnTheUnixSocketTheKernelSaysWhoAndAccessSaysWhat) {
  const auto caller = ask(request("GET", "/api/v1/runs"), {.uid = 1000});
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->role, Role::operator_);
  EXPECT_EQ(caller->uid, 1000U);
  EXPECT_EQ(caller->name, login_name(1000));
  EXPECT_EQ(caller->transport, "http+unix");
  EXPECT_EQ(ask(request("GET", "/x"), {.uid = 900})->role, Role::admin);
}

TEST_F(Who, APeerWithoutARoleIsToldWhereRolesComeFrom) {
  const auto refused = ask(request("GET", "/x"), {.uid = 1001});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::unauthenticated);
  EXPECT_THAT(refused.error().hint, HasSubstr("access:"));
}

// Else everyone behind a proxy would be what the proxy is.
TEST_F(Who, ATokenCountsBeforeThePeersOwnRole) {
  EXPECT_EQ(ask(with_token(ci_token), {.uid = 900})->role, Role::viewer);
  EXPECT_FALSE(ask(with_token("trawl_wrong"), {.uid = 900})) << "a wrong one is no way to the peer's role";
}

TEST_F(Who, HealthProblemsAndBuyingASessionNeedNobody) {
  for (const char* path : {"/health/live", "/health/ready", "/problems/run_active"}) {
    const auto caller = ask(request("GET", path));
    ASSERT_TRUE(caller) << path;
    EXPECT_EQ(caller->role, Role::none) << path;
  }
  EXPECT_TRUE(ask(request("POST", "/api/session")));
}

TEST_F(Who, EverythingElseNeedsSomebody) {
  for (const auto& [verb, path] : std::vector<std::pair<std::string, std::string>>{{"GET", "/api/session"},
                                                                                   {"DELETE", "/api/session"},
                                                                                   {"POST", "/api/session/"},
                                                                                   {"GET", "/metrics"},
                                                                                   {"POST", "/health/live"},
                                                                                   {"GET", "/health/live/"},
                                                                                   {"GET", "/health"},
                                                                                   {"GET", "/problems"},
                                                                                   {"POST", "/rpc"},
                                                                                   {"GET", "/"},
                                                                                   {"GET", "/openapi.json"},
                                                                                   {"DELETE", "/problems/x"}})
    EXPECT_EQ(refusal(request(verb, path)), Code::unauthenticated) << verb << " " << path;
}

TEST_F(Who, AfterTenWrongTokensInAMinuteASourceIsToldToWait) {
  for (int i = 0; i < 10; ++i) EXPECT_EQ(refusal(with_token("trawl_wrong")), Code::unauthenticated);
  const auto refused = ask(with_token("trawl_wrong"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::too_many_requests);
  EXPECT_EQ(refused.error().data.at("retry_after_ms"), 60'000);
  EXPECT_EQ(who_->metrics().throttled, 1U);
  EXPECT_EQ(field_of(problem(refused.error(), with_token("")), "retry-after"), "60");
  clock_.advance(Millis(60'000));
  EXPECT_EQ(refusal(with_token("trawl_wrong")), Code::unauthenticated);
}

TEST_F(Who, WrongTokensOfANeighbourDoNotLockOutARightOne) {
  for (int i = 0; i < 20; ++i) ask(with_token("trawl_wrong"));
  EXPECT_TRUE(ask(with_token(ci_token)));
}

TEST_F(Who, OtherSourcesAreNotToldToWait) {
  for (int i = 0; i < 20; ++i) ask(with_token("trawl_wrong"));
  Request other = with_token("trawl_wrong");
  other.source = "192.0.2.8";
  EXPECT_EQ(refusal(other), Code::unauthenticated);
}

TEST_F(Who, MissingCredentialsAreNoAttempts) {
  for (int i = 0; i < 50; ++i) EXPECT_EQ(refusal(request("GET", "/api/v1/runs")), Code::unauthenticated);
  for (int i = 0; i < 50; ++i)
    EXPECT_EQ(refusal(with_session(std::string(64, '0'))), Code::unauthenticated)
        << "a page whose session has ended asks on, and must be able to buy another";
}

TEST_F(Who, ATokenCountsFromTheNextLookAtTheFile) {
  spawn(io_.get_executor(), "tokens", who_->follow_tokens());
  give_tokens(fmt::format("new admin {}\n", hex(sha256("trawl_new"))));
  clock_.advance(Millis(5'000));
  EXPECT_EQ(ask(with_token("trawl_new"))->role, Role::admin);
  EXPECT_FALSE(ask(with_token(ci_token)));
}

TEST_F(Who, AFaultyFileKeepsTheTokensOfBefore) {
  spawn(io_.get_executor(), "tokens", who_->follow_tokens());
  give_tokens("nonsense\n");
  testing::internal::CaptureStderr();
  clock_.advance(Millis(20'000));
  const std::string told = testing::internal::GetCapturedStderr();
  EXPECT_THAT(told, HasSubstr(tokens_file() + ":1: "));
  EXPECT_EQ(who_->metrics().token_reloads_failed, 1U) << "told once, not at every look";
  EXPECT_TRUE(ask(with_token(ci_token)));
}

TEST_F(Who, AWrongTokenIsNotLogged) {
  testing::internal::CaptureStderr();
  ask(with_token("trawl_guessed"));
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              AllOf(HasSubstr("192.0.2.7"), Not(HasSubstr("guessed"))));
}

}  // namespace
}  // namespace trawl::httpd
