// What a plugin of the C++ SDK and the daemon say to each other through a real worker.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <algorithm>
#include <set>

#include "tests/unit/worker/conversation.hpp"
#include "trawl/plugin.h"

namespace trawl::worker {
namespace {

using testing::HasSubstr;

TEST(Conversation, BeginsWithHelloAndEndsWithDone) {
  const Outcome outcome = hold(conversation_with("crawler", R"({"urls":3})"));
  ASSERT_TRUE(outcome.succeeded());
  EXPECT_EQ(std::get<wire::Hello>(outcome.messages.front()).plugin_version, "1.0.0");
  EXPECT_TRUE(std::holds_alternative<wire::Done>(outcome.messages.back()));
}

TEST(Conversation, EveryAnswerBecomesAnItem) {
  const auto items = hold(conversation_with("crawler", R"({"urls":100})")).all<wire::Item>();
  ASSERT_EQ(items.size(), 100u);
  EXPECT_EQ(items.front().data, R"({"size":5,"type":"text/plain"})");
}

TEST(Conversation, NoMoreRequestsAreUnderWayThanAllowed) {
  Conversation script = conversation_with("crawler", R"({"urls":50})");
  int asked_not_taken = 0, most = 0;
  script.go_on = [&](const wire::ToDaemon& message) {
    if (std::holds_alternative<wire::Fetch>(message)) most = std::max(most, ++asked_not_taken);
    if (std::holds_alternative<wire::Taken>(message)) --asked_not_taken;
    return true;
  };
  EXPECT_TRUE(hold(script).succeeded());
  EXPECT_EQ(most, 4);
}

TEST(Conversation, LargeBodiesComeThroughWhole) {
  Conversation script = conversation_with("crawler", R"({"urls":8})");
  script.answer = [](const wire::Fetch& fetch) {
    return wire::Response{
        fetch.request, TRAWL_NET_OK, 200, fetch.url, std::string(5u << 20, 'b'), "", {}, 0, 1};
  };
  const Outcome outcome = hold(script);
  ASSERT_TRUE(outcome.succeeded());
  for (const auto& item : outcome.all<wire::Item>()) EXPECT_EQ(item.data, R"({"size":5242880,"type":""})");
}

// Inside the sandbox, where no table can be loaded from a file.
TEST(Conversation, EveryBodyComesWithItsEncoding) {
  Conversation script = conversation_with("crawler", R"({"how":"read text","urls":4})");
  script.answer = [](const wire::Fetch& fetch) {
    const std::vector<std::pair<const char*, const char*>> typed_bodies = {
        {"text/html; charset=gbk", "\xD6\xD0"},
        {"text/html", "<meta charset=shift_jis>\x93\xFA"},
        {"application/json; charset=latin1", "\xE9"},
        {"image/png", "\x89PNG"},
    };
    const auto& [type, body] = typed_bodies.at(static_cast<std::size_t>(fetch.url.back() - '1'));
    return wire::Response{
        fetch.request, TRAWL_NET_OK, 200, fetch.url, body, "", {{"Content-Type", type}}, 0, 1};
  };
  const auto items = hold(script).all<wire::Item>();
  ASSERT_EQ(items.size(), 4u);
  EXPECT_EQ(items[0].data, "{\"encoding\":\"GBK\",\"text\":\"\xE4\xB8\xAD\"}");
  EXPECT_EQ(items[1].data, "{\"encoding\":\"Shift_JIS\",\"text\":\"<meta charset=shift_jis>\xE6\x97\xA5\"}");
  EXPECT_EQ(items[2].data, "{\"encoding\":\"windows-1252\",\"text\":\"\xC3\xA9\"}");
  EXPECT_THAT(items[3].data, HasSubstr("{\"encoding\":\"\",")) << "an image is no text";
}

TEST(Conversation, ACrashIsTracedToTheUrlBeingHandled) {
  const Outcome outcome = hold(conversation_with("crawler", R"({"how":"crash on the third"})"));
  EXPECT_TRUE(outcome.died());
  EXPECT_EQ(outcome.handled_url(), "http://site/3");
}

TEST(Conversation, AnExceptionIsReportedWithTheUrlBeingHandled) {
  const Outcome outcome = hold(conversation_with("crawler", R"({"how":"throw on the third"})"));
  const auto reports = outcome.all<wire::Report>();
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].severity, TRAWL_ERROR);
  EXPECT_EQ(reports[0].code, "exception");
  EXPECT_EQ(reports[0].url, "http://site/3");
  EXPECT_EQ(reports[0].text, "cannot read this page");
  EXPECT_EQ(outcome.all<wire::Done>().at(0).status, TRAWL_FAILED);
}

TEST(Conversation, AReportBringsThePageThatItIsAbout) {
  auto throwing = conversation_with("crawler", R"({"how":"throw on the third"})");
  throwing.answer = [](const wire::Fetch& fetch) {
    wire::Response page;
    page.request = fetch.request;
    page.http_status = 200;
    page.url = fetch.url;
    page.headers = {{"Content-Type", "text/html"}};
    page.body = "<p>changed</p>";
    return page;
  };
  const auto reports = hold(throwing).all<wire::Report>();  // the exception has released the page by then
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].page, "<p>changed</p>");
  EXPECT_EQ(reports[0].page_type, "text/html");
}

TEST(Conversation, RunningOutOfMemoryIsReportedAsSuch) {
  if (sanitized) GTEST_SKIP() << "sanitizers need the address space";
  const auto reports = hold(conversation_with("crawler", R"({"how":"exhaust memory"})")).all<wire::Report>();
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].code, "memory");
}

TEST(Conversation, ACancelledPluginReturnsCancelled) {
  Conversation script = conversation_with("crawler", R"({"urls":1000})");
  script.cancel_at_once = true;
  const auto done = hold(script).all<wire::Done>();
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(done[0].status, TRAWL_CANCELLED);
}

TEST(Conversation, StateOfEarlierRunsComesBackAndIsSetBeforeTheCheckpoint) {
  Conversation script = conversation_with("crawler", R"({"how":"count attempts"})");
  script.start.state = {{"attempts", "41"}};
  script.start.trigger = "retry:7";
  const Outcome outcome = hold(script);
  ASSERT_EQ(outcome.all<wire::State>().size(), 1u);
  EXPECT_EQ(outcome.all<wire::State>()[0].value, "42");
  EXPECT_EQ(outcome.all<wire::Checkpoint>().size(), 1u);
  EXPECT_EQ(outcome.all<wire::Item>().at(0).data, R"({"trigger":"retry:7"})");
}

TEST(Conversation, AMissingConfigurationValueIsNamed) {
  const auto reports = hold(conversation_with("crawler", "{}")).all<wire::Report>();
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].code, "config");
  EXPECT_EQ(reports[0].text, "configuration /urls is missing");
}

TEST(Conversation, APluginThatTheModuleDoesNotHaveIsRefusedWithThoseItHas) {
  Conversation script = conversation_with("crawler");
  script.start.plugin_id = "crowler";
  const auto refusals = hold(script).all<wire::LoadFailed>();
  ASSERT_EQ(refusals.size(), 1u);
  EXPECT_EQ(refusals[0].text, "has no plugin 'crowler'; it has 'crawler'");
}

TEST(Conversation, ALibraryThatCannotBeLoadedSaysSoBeforeHello) {
  Conversation script = conversation_with("misfit-undefined-symbol");
  const Outcome outcome = hold(script);
  ASSERT_EQ(outcome.all<wire::LoadFailed>().size(), 1u);
  EXPECT_THAT(outcome.all<wire::LoadFailed>()[0].text, HasSubstr("undefined symbol: no_library_has_this"));
  EXPECT_TRUE(outcome.all<wire::Hello>().empty());
}

TEST(Conversation, NoZombieIsLeft) {
  for (const char* how : {"good", "segv", "oversize frame"}) hold(hostile(how));
  siginfo_t info{};
  EXPECT_EQ(::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT), -1) << "pid " << info.si_pid;
  EXPECT_EQ(errno, ECHILD);
}

}  // namespace
}  // namespace trawl::worker
