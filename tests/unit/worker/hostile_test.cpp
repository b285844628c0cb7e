// What becomes of a worker whose plugin misbehaves. In builds with sanitizers a death is an exit code
// instead of a signal, and there is no limit on memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <cerrno>

#include "tests/unit/worker/conversation.hpp"
#include "trawl/plugin.h"

namespace trawl::worker {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr bool has_memory_limit = !sanitized;

void expect_signal(const Outcome& outcome, int signal) {
  EXPECT_TRUE(outcome.all<wire::Done>().empty());
  EXPECT_TRUE(outcome.died());
  EXPECT_EQ(outcome.end, Code::gone);
  if (!sanitized) EXPECT_EQ(outcome.exit.signal, signal);
}

TEST(HostilePlugin, OneThatBehavesSucceeds) {
  EXPECT_TRUE(hold(hostile("good")).succeeded());
}

TEST(HostilePlugin, ASegmentationFaultIsSeenAsItsSignal) {
  expect_signal(hold(hostile("segv")), SIGSEGV);
}

TEST(HostilePlugin, AnAbortIsSeenWithTheLastWords) {
  const Outcome outcome = hold(hostile("abort"));
  expect_signal(outcome, SIGABRT);
  EXPECT_THAT(outcome.exit.last_words, HasSubstr("last words before abort"));
}

TEST(HostilePlugin, ADoubleFreeIsSeenAsAnAbort) {
  expect_signal(hold(hostile("double free")), SIGABRT);
}

TEST(HostilePlugin, AStackOverflowIsSeenAsItsSignal) {
  expect_signal(hold(hostile("stack overflow")), SIGSEGV);
}

TEST(HostilePlugin, ExitZeroInsideRunIsNoSuccess) {
  for (const char* how : {"exit 0", "_exit 0"}) {
    const Outcome outcome = hold(hostile(how));
    EXPECT_EQ(outcome.exit.code, 0) << how;
    EXPECT_EQ(outcome.exit.signal, 0) << how;
    EXPECT_FALSE(outcome.succeeded()) << how;
    EXPECT_EQ(outcome.end, Code::gone) << how;
  }
}

TEST(HostilePlugin, AnExceptionThroughTheCBorderEndsTheProcessWithItsText) {
  const Outcome outcome = hold(conversation_with("thrower"));
  expect_signal(outcome, SIGABRT);
  EXPECT_THAT(outcome.exit.last_words, HasSubstr("thrown through the C border"));
}

TEST(HostilePlugin, OneThatHangsIsKilledAtTheDeadline) {
  for (const char* how : {"hang", "hang with blocked signals", "spin", "close channel"}) {
    Conversation script = hostile(how);
    script.deadline = 300ms;
    const Outcome outcome = hold(script);
    EXPECT_EQ(outcome.exit.signal, SIGKILL) << how;
    EXPECT_LT(outcome.took, 5s) << how;
  }
}

TEST(HostilePlugin, CpuTimeIsLimitedEvenIfTheDaemonForgets) {
  Conversation script = hostile("spin");
  script.launch.cpu_limit = 1s;
  EXPECT_EQ(hold(script).exit.signal, SIGXCPU);
}

TEST(HostilePlugin, MemoryEndsAtTheLimit) {
  if (!has_memory_limit) GTEST_SKIP() << "sanitizers need the address space";
  const Outcome outcome = hold(hostile("leak"));
  EXPECT_EQ(outcome.told("malloc failed"), 1);
  EXPECT_EQ(outcome.all<wire::Done>().at(0).status, TRAWL_FAILED);
}

TEST(HostilePlugin, AFloodWaitsForTheReader) {
  Conversation script = hostile("flood");
  int left = 10'000;
  script.go_on = [&](const wire::ToDaemon&) { return --left > 0; };
  const Outcome outcome = hold(script);
  EXPECT_EQ(outcome.end, Code::cancelled);
  EXPECT_EQ(outcome.exit.signal, SIGKILL);
  EXPECT_EQ(outcome.messages.size(), 10'000u);
}

TEST(HostilePlugin, WhatItPrintsIsSwallowedButForTheTail) {
  const Outcome outcome = hold(hostile("print"));
  EXPECT_TRUE(outcome.succeeded());
  EXPECT_LE(outcome.exit.last_words.size(), 4096u);
  EXPECT_TRUE(outcome.exit.last_words.ends_with("the last line"));
}

TEST(HostilePlugin, GarbageOnTheChannelIsAProtocolError) {
  const Outcome outcome = hold(hostile("garbage"));
  EXPECT_EQ(outcome.end, Code::protocol_error);
  EXPECT_THAT(outcome.end_text, HasSubstr("message number 238 is unknown"));
}

TEST(HostilePlugin, AnOversizeFrameIsAProtocolErrorAtOnce) {
  const Outcome outcome = hold(hostile("oversize frame"));
  EXPECT_EQ(outcome.end, Code::protocol_error);
  EXPECT_THAT(outcome.end_text, HasSubstr("exceeds the limit"));
}

TEST(HostilePlugin, ThereIsNoNetwork) {
  const Outcome outcome = hold(hostile("network"));
  for (const char* call : {"tcp", "udp6", "unix", "pair", "connect"})
    EXPECT_EQ(outcome.told(call), EPERM) << call;
  EXPECT_TRUE(outcome.succeeded());
}

TEST(HostilePlugin, ThereAreNoOtherProcesses) {
  const Outcome outcome = hold(hostile("processes"));
  EXPECT_EQ(outcome.told("fork"), EPERM);
  EXPECT_EQ(outcome.told("clone"), EPERM);
  EXPECT_EQ(outcome.told("clone3"), ENOSYS);
}

TEST(HostilePlugin, NobodyElseCanBeSignalledAndTheDaemonsDeathIsNotEscaped) {
  const Outcome outcome = hold(hostile("attack"));
  for (const char* call : {"kill parent", "kill all", "tgkill parent", "setsid", "pdeathsig"})
    EXPECT_EQ(outcome.told(call), EPERM) << call;
}

TEST(HostilePlugin, NothingIsWrittenToFiles) {
  const Outcome outcome = hold(hostile("write file"));
  EXPECT_EQ(outcome.told("write"), EFBIG);
}

TEST(HostilePlugin, ExecAndPtraceEndTheProcess) {
  for (const char* how : {"exec", "ptrace"}) EXPECT_EQ(hold(hostile(how)).exit.signal, SIGSYS) << how;
}

TEST(HostilePlugin, DescriptorsRunOutSoonAndNoneIsInherited) {
  const int count = hold(hostile("open all")).told("descriptors");
  EXPECT_LT(count, 64);
  EXPECT_GE(count, 55);  // 64 less 0 to 3 and what the library loader holds open
}

TEST(HostilePlugin, ThreadsOfItsOwnAreFine) {
  EXPECT_EQ(hold(hostile("thread")).told("pthread_create"), 0);
}

TEST(HostilePlugin, ACallFromAnotherThreadEndsTheProcessAndSaysWhy) {
  const Outcome outcome = hold(hostile("call from a thread"));
  expect_signal(outcome, SIGABRT);
  EXPECT_THAT(outcome.exit.last_words, HasSubstr("from another thread than the one that called run()"));
}

TEST(HostilePlugin, ItemsThatAreNoneAreRefusedWithAReasonInTheLog) {
  const Outcome outcome = hold(hostile("nonsense items"));
  for (const char* what : {"not json", "no object", "two", "not utf-8", "empty", "no key"})
    EXPECT_EQ(outcome.told(what), TRAWL_INVALID) << what;
  EXPECT_EQ(outcome.told("fine"), TRAWL_OK);
  EXPECT_EQ(outcome.told("again"), TRAWL_DUPLICATE);
  EXPECT_THAT(outcome.all<wire::Log>().at(0).text, HasSubstr("item 'not json' is not JSON"));
}

TEST(HostilePlugin, AnUnknownReturnValueIsPassedOn) {
  EXPECT_EQ(hold(hostile("return 99")).all<wire::Done>().at(0).status, 99);
}

}  // namespace
}  // namespace trawl::worker
