#include "trawl-httpd/token_command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "trawl-httpd/tokens.hpp"

namespace trawl::httpd {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(TokenCommand, ItsLineRecognisesItsToken) {
  const auto made = make_token({"ci", "operator", "2027-01-01T00:00:00Z"});
  ASSERT_TRUE(made);
  const auto tokens = parse_tokens(made->line, "tokens");
  ASSERT_TRUE(tokens);
  EXPECT_EQ(tokens->at(0).name, "ci");
  EXPECT_EQ(tokens->at(0).role, model::Role::operator_);
  EXPECT_EQ(tokens->at(0).digest, sha256(made->secret.expose()));
  EXPECT_TRUE(tokens->at(0).expires_at);
}

TEST(TokenCommand, ATokenHas256RandomBits) {
  const auto first = make_token({"a", "viewer"}), second = make_token({"a", "viewer"});
  EXPECT_EQ(first->secret.expose().size(), token_prefix.size() + 64);
  EXPECT_TRUE(first->secret.expose().starts_with(token_prefix));
  EXPECT_NE(first->secret.expose(), second->secret.expose());
}

TEST(TokenCommand, RefusesWhatTheFileWouldNotTake) {
  EXPECT_THAT(make_token({"a b", "viewer"}).error().message, HasSubstr("no name"));
  EXPECT_THAT(make_token({"ci", "veiwer"}).error().message, HasSubstr("did you mean 'viewer'"));
  EXPECT_THAT(make_token({"ci", "viewer", "tomorrow"}).error().message, HasSubstr("no time"));
  EXPECT_THAT(make_token({"ci"}).error().hint, HasSubstr("NAME ROLE"));
}

TEST(TokenCommand, PrintsTheTokenAndItsLineAndNothingElse) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  EXPECT_EQ(token_command({"new", "ci", "viewer"}), 0);
  const std::string out = testing::internal::GetCapturedStdout();
  const std::string told = testing::internal::GetCapturedStderr();
  EXPECT_THAT(out, testing::MatchesRegex("trawl_[0-9a-f]+\nci viewer [0-9a-f]+\n"));
  EXPECT_THAT(told, HasSubstr("http.tokens_file"));
  EXPECT_THAT(told, Not(HasSubstr("trawl_")));
}

TEST(TokenCommand, SaysHowItIsCalled) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(token_command({"list"}), 2);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("token new NAME ROLE"));
}

}  // namespace
}  // namespace trawl::httpd
