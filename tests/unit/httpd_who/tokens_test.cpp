#include "trawl-httpd/tokens.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <boost/json/serialize.hpp>
#include <fstream>

#include "tests/support/temp_dir.hpp"

namespace trawl::httpd {
namespace {

using model::Role;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view secret = "trawl_secret";

std::string digest_of(std::string_view text) {
  return hex(sha256(text));
}

Time at(std::string_view text) {
  return *parse_rfc3339(text);
}

const Time today = at("2026-11-24T08:00:00Z");

Error fault_of(const std::string& text) {
  const auto tokens = parse_tokens(text, "/etc/trawl/tokens");
  return tokens ? Error{.message = "none"} : tokens.error();
}

TEST(TokenLines, HaveNameRoleAndDigest) {
  const auto tokens =
      parse_tokens(fmt::format("# who comes in\n\n ci\tviewer {}   # the build\r\nbob admin {}",
                               digest_of("a"), digest_of("b")),
                   "tokens");
  ASSERT_TRUE(tokens);
  ASSERT_EQ(tokens->size(), 2U);
  EXPECT_EQ(tokens->at(0).name, "ci");
  EXPECT_EQ(tokens->at(0).role, Role::viewer);
  EXPECT_EQ(tokens->at(0).digest, sha256("a"));
  EXPECT_FALSE(tokens->at(0).expires_at);
  EXPECT_EQ(tokens->at(1).role, Role::admin);
}

TEST(TokenLines, MayHaveAnExpiry) {
  const auto tokens =
      parse_tokens(fmt::format("ci viewer {} 2027-01-01T00:00:00Z", digest_of("a")), "tokens");
  ASSERT_TRUE(tokens);
  EXPECT_EQ(tokens->at(0).expires_at, at("2027-01-01T00:00:00Z"));
}

TEST(TokenLines, FaultsNameTheirPlaceAndTheRemedy) {
  const std::string digest = digest_of("a");
  const std::vector<std::array<std::string, 3>> cases{
      {"ci", "1 field instead of 3 or 4", "NAME ROLE SHA256HEX"},
      {"ci viewer " + digest + " 2027-01-01T00:00:00Z more", "5 fields", "NAME ROLE SHA256HEX"},
      {"c/i viewer " + digest, "'c/i' is no name", "letters, digits"},
      {std::string(65, 'n') + " viewer " + digest, "is no name", "1 to 64"},
      {"ci view " + digest, "'view' is no role", "viewer, operator or admin"},
      {"ci none " + digest, "'none' is no role", "viewer, operator or admin"},
      {"ci veiwer " + digest, "did you mean 'viewer'", "viewer, operator or admin"},
      {"ci viewer " + digest.substr(1), "64 hexadecimal digits", "sha256sum"},
      {"ci viewer g" + digest.substr(1), "64 hexadecimal digits", "sha256sum"},
      {"ci viewer " + digest + " 2027-01-01", "'2027-01-01' is no time", "2027-01-31T00:00:00Z"},
      {"a viewer " + digest + "\na viewer " + digest_of("b"), "the name a is taken", "its own"},
      {"a viewer " + digest + "\nb admin " + digest, "this digest stands in a line above", "one role"},
  };
  for (const auto& [text, message, hint] : cases) {
    const Error fault = fault_of("# first\n" + text);
    const auto line = 2 + std::ranges::count(text, '\n');
    EXPECT_EQ(fault.code, Code::config_invalid) << text;
    EXPECT_THAT(fault.message, testing::StartsWith(fmt::format("/etc/trawl/tokens:{}: ", line)));
    EXPECT_THAT(fault.message, HasSubstr(message));
    EXPECT_THAT(fault.hint, HasSubstr(hint)) << text;
  }
}

TEST(TokenLines, AllFaultsAreTold) {
  const Error fault = fault_of("ci\nci");
  EXPECT_THAT(fault.message, HasSubstr("and 1 more"));
  EXPECT_EQ(fault.data.at("errors").as_array().size(), 2U);
  EXPECT_EQ(fault.data.at("errors").at(1).at("line"), 2);
}

// Someone will paste the token instead of its digest: it must not end up in the log for that.
TEST(TokenLines, AFaultNeverQuotesAToken) {
  for (const std::string text : {"trawl_0123 viewer x", "ci trawl_0123 x", "ci viewer trawl_0123",
                                 "ci viewer 00 trawl_0123", "trawl_0123"}) {
    const Error fault = fault_of(text);
    EXPECT_NE(fault.message, "none") << text;
    EXPECT_THAT(fault.message + fault.hint + boost::json::serialize(fault.data), Not(HasSubstr("0123")))
        << text;
  }
}

class TokensTest : public testing::Test {
 protected:
  void write(const std::string& text) { std::ofstream(path_) << text; }
  void write_token(std::string_view rest = "") {
    write(fmt::format("ci viewer {} {}\n", digest_of(secret), rest));
  }

  test::TempDir folder_;
  std::string path_ = folder_ / "tokens";
  Tokens tokens_{path_};
};

TEST_F(TokensTest, ATokenIsRecognisedByItsDigest) {
  write_token();
  ASSERT_TRUE(tokens_.load());
  ASSERT_TRUE(tokens_.find(secret, today));
  EXPECT_EQ(tokens_.find(secret, today)->name, "ci");
  EXPECT_FALSE(tokens_.find("trawl_secres", today));
  EXPECT_FALSE(tokens_.find("", today));
  EXPECT_FALSE(tokens_.find(digest_of(secret), today)) << "the digest opens nothing";
}

TEST_F(TokensTest, WhatHasNotTheFormOfATokenIsNone) {
  write(fmt::format("ci viewer {}\n", digest_of("secret")));
  ASSERT_TRUE(tokens_.load());
  EXPECT_FALSE(tokens_.find("secret", today));
}

TEST_F(TokensTest, AnExpiredTokenIsNone) {
  write_token("2026-11-24T09:00:00Z");
  ASSERT_TRUE(tokens_.load());
  EXPECT_TRUE(tokens_.find(secret, at("2026-11-24T08:59:59Z")));
  EXPECT_FALSE(tokens_.find(secret, at("2026-11-24T09:00:00Z")));
}

TEST_F(TokensTest, AFaultyFileKeepsTheOldSet) {
  write_token();
  ASSERT_TRUE(tokens_.load());
  write("nonsense");
  EXPECT_TRUE(tokens_.changed());
  EXPECT_FALSE(tokens_.load());
  EXPECT_TRUE(tokens_.find(secret, today));
  EXPECT_FALSE(tokens_.changed()) << "it is not read again before it changes";
}

TEST_F(TokensTest, AFileThatIsNotThereHasNoTokens) {
  ASSERT_TRUE(tokens_.load());
  EXPECT_EQ(tokens_.size(), 0U);
  EXPECT_FALSE(tokens_.changed());
  write_token();
  EXPECT_TRUE(tokens_.changed());
  ASSERT_TRUE(tokens_.load());
  std::filesystem::remove(path_);
  EXPECT_TRUE(tokens_.changed());
  ASSERT_TRUE(tokens_.load());
  EXPECT_FALSE(tokens_.find(secret, today)) << "removing the file takes all tokens away";
}

TEST_F(TokensTest, WithoutAPathThereIsNothingToRead) {
  Tokens none("");
  EXPECT_TRUE(none.load());
  EXPECT_FALSE(none.changed());
}

TEST_F(TokensTest, AFolderOrAPipeIsNoTokensFile) {
  EXPECT_FALSE(Tokens(folder_.path()).load());
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  EXPECT_EQ(tokens_.load().error().code, Code::config_invalid) << "and reading it did not block";
}

TEST_F(TokensTest, TheFileHasALimit) {
  write(std::string(max_tokens_file_bytes + 1, '#'));
  EXPECT_THAT(tokens_.load().error().message, HasSubstr("larger than 1MiB"));
}

TEST_F(TokensTest, TheNumberOfTokensHasALimit) {
  std::string text;
  for (std::size_t i = 0; i <= max_tokens; ++i)
    text += fmt::format("t{} viewer {}\n", i, digest_of(std::to_string(i)));
  EXPECT_THAT(fault_of(text).message, HasSubstr(":1025: more than 1024 tokens"));
}

TEST_F(TokensTest, AFileThatOthersMayWriteIsReadWithAWarning) {
  write_token();
  chmod(path_.c_str(), 0666);
  testing::internal::CaptureStderr();
  EXPECT_TRUE(tokens_.load());
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("0666"));
}

}  // namespace
}  // namespace trawl::httpd
