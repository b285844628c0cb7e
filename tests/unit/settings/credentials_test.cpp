// `fetch.credentials`: which secret goes to which origin, and what is refused.
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

#include "settings/effective.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/unit/settings/loading.hpp"

namespace trawl::settings {
namespace {

using namespace testing;
using model::Credential;
namespace fs = std::filesystem;

struct CredentialsTest : ::testing::Test {
  test::TempDir folder;
  LoadOptions options = machine();

  CredentialsTest() { options.credentials_folder = folder.path(); }

  std::string file(const std::string& name, const std::string& text,
                   fs::perms mode = fs::perms::owner_read | fs::perms::owner_write) const {
    const fs::path path = fs::path(folder.path()) / name;
    std::ofstream(path) << text;
    fs::permissions(path, mode);
    return path.string();
  }
  static std::string entry(const std::string& rest) {
    return "fetch:\n  credentials:\n    - {origin: \"https://api.example\", " + rest + "}\n";
  }
  std::vector<std::string> faults(const std::string& rest) const { return faults_of(entry(rest), options); }
};

TEST_F(CredentialsTest, SecretsComeFromSystemdAndFromFiles) {
  file("token", "open sesame\n");
  const std::string path = file("other", "hunter2\r\n");
  const Settings settings = settings_of(
      "fetch:\n  credentials:\n    - {origin: \"https://API.example/\", bearer: {credential: token}}\n    - "
      "{origin: \"http://[::0001]:8080\", basic: {user: ann, password: {file: " +
          path + "}}}\n",
      options);
  const auto& list = settings.fetch.credentials;
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].scheme + list[0].host + std::to_string(list[0].port), "httpsapi.example443");
  EXPECT_EQ(list[0].secret->expose(), "open sesame");
  EXPECT_EQ(list[1].scheme + list[1].host + std::to_string(list[1].port), "http::18080");
  EXPECT_EQ(list[1].name, "ann");
  EXPECT_EQ(list[1].secret->expose(), "hunter2");
}

TEST_F(CredentialsTest, ASecretInTheFileItselfIsRefusedWithBothWays) {
  const auto refused = faults("bearer: hunter2");
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_THAT(refused[0],
              HasSubstr("3:47: fetch.credentials[0].bearer: a secret does not belong into this file"));
  EXPECT_THAT(refused[0], HasSubstr("{credential: NAME}"));
  EXPECT_THAT(refused[0], HasSubstr("{file: PATH}"));
  EXPECT_THAT(refused[0], ::testing::Not(HasSubstr("hunter2")));
}

TEST_F(CredentialsTest, FilesThatOthersMayReadAreRefused) {
  using enum fs::perms;
  EXPECT_THAT(faults("bearer: {file: " + file("a", "x", owner_read | others_read) + "}"),
              ElementsAre(HasSubstr("run chmod o-rwx")));
  EXPECT_THAT(faults("bearer: {file: " + file("b", "x", owner_read | group_write) + "}"),
              ElementsAre(HasSubstr("run chmod g-w")));
  EXPECT_THAT(faults("bearer: {file: " + file("c", "x", owner_read | group_read) + "}"), IsEmpty());
}

TEST_F(CredentialsTest, ASecretIsOneLineOfText) {
  EXPECT_THAT(faults("bearer: {file: " + file("a", "") + "}"), ElementsAre(HasSubstr("is empty")));
  EXPECT_THAT(faults("bearer: {file: " + file("b", "one\ntwo\n") + "}"),
              ElementsAre(HasSubstr("a line break")));
  EXPECT_THAT(faults("bearer: {file: " + file("c", std::string("a\0b", 3)) + "}"),
              ElementsAre(HasSubstr("control")));
  EXPECT_THAT(faults("bearer: {file: " + file("d", std::string(9000, 'x')) + "}"),
              ElementsAre(HasSubstr("is longer than 8192 bytes")));
}

TEST_F(CredentialsTest, WhatIsMissingIsNamed) {
  EXPECT_THAT(faults("bearer: {file: /nonexistent/token}"),
              ElementsAre(HasSubstr("/nonexistent/token cannot be read")));
  EXPECT_THAT(faults("bearer: {credential: token}"), ElementsAre(HasSubstr("/token cannot be read")));
  options.credentials_folder.clear();
  EXPECT_THAT(faults("bearer: {credential: token}"), ElementsAre(HasSubstr("LoadCredential=token:PATH")));
  options.tolerate_absent_credentials = true;
  EXPECT_THAT(faults("bearer: {credential: token}"), IsEmpty());
}

TEST_F(CredentialsTest, FaultsNameTheKeyAndTheRemedy) {
  file("t", "open sesame");
  EXPECT_THAT(faults("baerer: {credential: t}"),
              ElementsAre(HasSubstr("expected exactly one of bearer, basic, header, query, got none"),
                          HasSubstr("unknown key 'baerer' in fetch.credentials[0], did you mean 'bearer'?")));
  EXPECT_THAT(faults("bearer: {credential: t, file: /x}"),
              ElementsAre(HasSubstr("exactly one of credential and file")));
  EXPECT_THAT(faults("bearer: {credential: ../t}"),
              ElementsAre(HasSubstr("no name of a systemd credential")));
  EXPECT_THAT(faults("bearer: {file: t}"), ElementsAre(HasSubstr("relative path")));
  EXPECT_THAT(faults("header: {name: Host, value: {credential: t}}"),
              ElementsAre(HasSubstr("is set by trawl")));
  EXPECT_THAT(faults("basic: {password: {credential: t}}"), ElementsAre(HasSubstr("missing key 'user'")));
}

TEST_F(CredentialsTest, OriginsAreSchemeHostAndPort) {
  file("t", "open sesame");
  for (const char* wrong :
       {"api.example", "ftp://x", "https://x/path", "https://x:0", "https://x?y", "https://"})
    EXPECT_THAT(
        faults_of(std::string("fetch: {credentials: [{origin: \"") + wrong + "\", bearer: {credential: t}}]}",
                  options),
        ElementsAre(HasSubstr("is no origin; write it like https://api.example")))
        << wrong;
}

TEST_F(CredentialsTest, TwoOfAKindForOneOriginAreRefused) {
  file("t", "open sesame");
  EXPECT_THAT(faults_of(R"(fetch:
  credentials:
    - {origin: "https://a.example", bearer: {credential: t}}
    - {origin: "https://a.example:443", basic: {user: ann, password: {credential: t}}}
    - {origin: "https://a.example", header: {name: X-Key, value: {credential: t}}}
)",
                        options),
              ElementsAre(HasSubstr("4:7: fetch.credentials[1]: another entry sets the same")));
}

TEST_F(CredentialsTest, WhatIsShownAndDigestedIsWhereTheSecretIs) {
  file("t", "open sesame");
  const Settings before = settings_of(entry("query: {name: k, value: {credential: t}}"), options);
  file("t", "other sesame");
  const Settings after = settings_of(entry("query: {name: k, value: {credential: t}}"), options);
  EXPECT_EQ(before.digest, after.digest);
  for (const auto secrets : {Secrets::redacted, Secrets::shown}) {
    const std::string shown = boost::json::serialize(to_json(before, secrets));
    EXPECT_THAT(shown, ::testing::Not(HasSubstr("sesame")));
    EXPECT_THAT(
        shown,
        HasSubstr(R"({"origin":"https://api.example","query":{"name":"k","value":{"credential":"t"}}})"));
  }
}

TEST_F(CredentialsTest, APlatformsListReplacesTheDaemons) {
  file("t", "open sesame");
  const Settings settings = settings_of(entry("bearer: {credential: t}") + R"(platforms:
  a: {plugin: pages, config: {start: x}}
  b: {plugin: pages, config: {start: x}, fetch: {credentials: []}}
)",
                                        options);
  EXPECT_EQ(settings.platforms[0].fetch->credentials.size(), 1U);
  EXPECT_TRUE(settings.platforms[1].fetch->credentials.empty());
}

TEST_F(CredentialsTest, UrlsInAPluginsConfigurationAreShownRedacted) {
  const Settings settings = settings_of(
      "platforms:\n  a: {plugin: pages, config: {start: \"https://ann:hunter2@x.example/?token=sesame\"}}\n");
  const std::string shown = boost::json::serialize(effective(settings));
  EXPECT_THAT(shown, HasSubstr("https://x.example/?token=***"));
  EXPECT_THAT(shown, ::testing::Not(HasSubstr("hunter2")));
}

}  // namespace
}  // namespace trawl::settings
