// Speaking for others: who may, and that it never makes anybody more than what is said.
#include "rpc/speaker.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace trawl::rpc {
namespace {

using model::Role;

const api::Caller an_admin{.actor = {.uid = 0, .pid = 77, .name = "root"}, .role = Role::admin};
const api::Caller an_operator{.actor = {.uid = 1000, .name = "ann"}, .role = Role::operator_};
const api::Caller the_adapter{
    .actor = {.uid = 900, .pid = 78, .name = "trawl-httpd"}, .role = Role::viewer, .speaks_for_others = true};

Result<api::Caller> speak(const char* text, const api::Caller& peer) {
  return speak_for(boost::json::parse(text), peer);
}

Code refusal(const char* text, const api::Caller& peer = an_admin) {
  const auto caller = speak(text, peer);
  return caller ? Code::internal_error : caller.error().code;
}

TEST(SpeakFor, TheStatedRoleDecidesAndNotThePeers) {
  for (const api::Caller& peer : {an_admin, the_adapter})
    for (const auto& [role, name] :
         {std::pair{Role::viewer, "viewer"}, {Role::operator_, "operator"}, {Role::admin, "admin"}}) {
      const auto caller = speak(fmt::format(R"({{"name":"ci","role":"{}"}})", name).c_str(), peer);
      ASSERT_TRUE(caller);
      EXPECT_EQ(caller->role, role);
    }
}

TEST(SpeakFor, NothingOfThePeerIsHandedOnButItsProcess) {
  const auto caller = speak(R"({"name":"ci","role":"viewer"})", the_adapter);
  ASSERT_TRUE(caller);
  EXPECT_FALSE(caller->speaks_for_others) << "one who is spoken for speaks for nobody";
  EXPECT_EQ(caller->actor.name, "ci");
  EXPECT_NE(caller->actor.uid, the_adapter.actor.uid);
  EXPECT_EQ(caller->actor.pid, 78);
  EXPECT_EQ(caller->transport, "http");
}

TEST(SpeakFor, UidAndTransportAreTakenWhenTheyAreSaid) {
  const auto caller =
      speak(R"({"name":"ann","role":"operator","uid":1000,"transport":"http+unix"})", an_admin);
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->actor.uid, 1000U);
  EXPECT_EQ(caller->transport, "http+unix");
}

TEST(SpeakFor, OthersMayNotNotEvenForThemselves) {
  EXPECT_EQ(refusal(R"({"name":"ann","role":"operator","uid":1000})", an_operator), Code::permission_denied);
  EXPECT_EQ(refusal(R"({"name":"ann","role":"viewer"})", an_operator), Code::permission_denied);
  EXPECT_EQ(refusal(R"({"nonsense":1})", an_operator), Code::permission_denied)
      << "may not comes before malformed";
}

TEST(SpeakFor, NameAndRoleAreNeeded) {
  for (const char* text : {"{}", R"({"name":"ci"})", R"({"role":"admin"})", R"({"name":"","role":"admin"})"})
    EXPECT_EQ(refusal(text), Code::invalid_request) << text;
}

TEST(SpeakFor, ARoleIsOneOfThreeWords) {
  for (const char* role :
       {R"("root")", R"("Admin")", R"("none")", R"("")", R"("admin ")", "3", "null", R"(["admin"])"})
    EXPECT_EQ(refusal(fmt::format(R"({{"name":"ci","role":{}}})", role).c_str()), Code::invalid_request)
        << role;
}

TEST(SpeakFor, AUidIsANumberOf32Bits) {
  for (const char* uid : {"-1", "4294967296", "1.5", R"("0")", "null", "true", "18446744073709551615"})
    EXPECT_EQ(refusal(fmt::format(R"({{"name":"ci","role":"viewer","uid":{}}})", uid).c_str()),
              Code::invalid_request)
        << uid;
}

TEST(SpeakFor, WordsAreShortAndWithoutControls) {
  const auto named = [](const std::string& name) {
    return fmt::format(R"({{"name":"{}","role":"viewer"}})", name);
  };
  EXPECT_EQ(refusal(named(std::string(65, 'a')).c_str()), Code::invalid_request);
  EXPECT_TRUE(speak(named(std::string(64, 'a')).c_str(), an_admin));
  EXPECT_EQ(speak(named("a\\nb").c_str(), an_admin)->actor.name.find('\n'), std::string::npos)
      << "the log has lines";
  EXPECT_EQ(refusal(R"({"name":"ci","role":"viewer","transport":""})"), Code::invalid_request);
}

TEST(SpeakFor, AnUnknownMemberIsRefused) {
  EXPECT_EQ(refusal(R"({"name":"ci","role":"viewer","speaks_for_others":true})"), Code::invalid_request);
}

}  // namespace
}  // namespace trawl::rpc
