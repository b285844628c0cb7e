#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <trawl/plugin.hpp>

#include <numeric>

#include "tests/unit/sdk-plugin/fake_host.hpp"

namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> urls(int count) {
  std::vector<std::string> all;
  for (int number = 1; number <= count; ++number) all.push_back("u" + std::to_string(number));
  return all;
}

TEST(Get, ReturnsThePageAndReleasesItWhenItGoes) {
  FakeHost host;
  host.answer = [](const std::string&) {
    return FakeHost::Answer{
        TRAWL_NET_OK, 200, "text", "", {{"Content-Type", "text/html"}, {"Link", "a"}, {"link", "b"}}};
  };
  trawl::context ctx(&host);
  {
    const auto page = ctx.get("u");
    EXPECT_TRUE(page.ok());
    EXPECT_EQ(page.body(), "text");
    EXPECT_EQ(page.header("content-TYPE"), "text/html");
    EXPECT_EQ(page.header("Accept"), "");
    EXPECT_EQ(page.header("LINK"), "a") << "the first";
    EXPECT_EQ(page.headers("LINK"), (std::vector<std::string_view>{"a", "b"}));
    EXPECT_TRUE(page.headers("Accept").empty());
    EXPECT_EQ(host.held, 1u);
  }
  EXPECT_EQ(host.held, 0u);
}

TEST(Get, AnErrorStatusOrNoAnswerIsNotOk) {
  FakeHost host;
  host.answer = [](const std::string& url) {
    return url == "missing" ? FakeHost::Answer{TRAWL_NET_OK, 404, "", "404 Not Found", {}}
                            : FakeHost::Answer{TRAWL_NET_TIMEOUT, 0, "", "no answer", {}};
  };
  trawl::context ctx(&host);
  EXPECT_FALSE(ctx.get("missing").ok());
  const auto slow = ctx.get("slow");
  EXPECT_FALSE(slow.ok());
  EXPECT_EQ(slow.net(), TRAWL_NET_TIMEOUT);
  EXPECT_EQ(slow.error(), "no answer");
}

TEST(Fetch, PassesFlagsAndTimeout) {
  FakeHost host;
  trawl::context ctx(&host);
  ctx.fetch(trawl::request("u").quiet().no_cache().timeout(std::chrono::seconds(2)).priority(3));
  EXPECT_EQ(host.last_request.flags, std::uint32_t{TRAWL_REQ_QUIET | TRAWL_REQ_NO_CACHE});
  EXPECT_EQ(host.last_request.timeout_ms, 2000u);
  EXPECT_EQ(host.last_request.priority, 3);
}

TEST(Fetch, ARefusedRequestThrowsWithItsUrl) {
  FakeHost host;
  trawl::context ctx(&host);
  EXPECT_THROW(ctx.get(""), trawl::failure);
}

TEST(Each, KeepsTheWindowFullAndNoFuller) {
  FakeHost host(4);
  trawl::context ctx(&host);
  int pages = 0;
  ctx.each(urls(100), [&](const std::string& url) { pages += ctx.get(url).ok(); });
  EXPECT_EQ(pages, 100);
  EXPECT_EQ(host.most_under_way, 4u);
}

TEST(Each, CallsMayEndInAnyOrder) {
  FakeHost host(4);
  host.last_first = true;
  trawl::context ctx(&host);
  std::vector<std::string> ended;
  ctx.each(urls(4), [&](const std::string& url) {
    ctx.get(url);
    ended.push_back(url);
  });
  EXPECT_THAT(ended, ElementsAre("u4", "u3", "u2", "u1"));
}

TEST(Each, NestsAsDeepAsOneLikes) {
  FakeHost host(4);
  trawl::context ctx(&host);
  int pages = 0;
  ctx.each(urls(6), [&](const std::string& a) {
    ctx.get(a);
    ctx.each(urls(6), [&](const std::string& b) {
      ctx.get(a + b);
      ctx.each(urls(6), [&](const std::string& c) {
        ctx.get(a + b + c);
        ctx.each(urls(3), [&](const std::string& d) { pages += ctx.get(a + b + c + d).ok(); });
      });
    });
  });
  EXPECT_EQ(pages, 6 * 6 * 6 * 3);
  EXPECT_LE(host.most_under_way, 4u);
}

TEST(Each, TheFirstExceptionStopsNewWorkAndIsThrownAgain) {
  FakeHost host(4);
  trawl::context ctx(&host);
  const auto crawl = [&] {
    ctx.each(urls(100), [&](const std::string& url) {
      ctx.get(url);
      if (url == "u5") throw std::runtime_error("five");
    });
  };
  EXPECT_THROW(crawl(), std::runtime_error);
  EXPECT_LT(host.fetched.size(), 12u);
  EXPECT_EQ(ctx.url(), "u5");
  EXPECT_EQ(host.held, 0u);
}

TEST(Each, ThrowsCancelledInEveryCallWhenTheRunIsToStop) {
  FakeHost host(4);
  host.cancel_after = 6;
  trawl::context ctx(&host);
  int cancelled = 0;
  const auto crawl = [&] {
    ctx.each(urls(100), [&](const std::string& url) {
      try {
        ctx.get(url);
      } catch (const trawl::cancelled&) {
        ++cancelled;
        throw;
      }
    });
  };
  EXPECT_THROW(crawl(), trawl::cancelled);
  EXPECT_EQ(cancelled, 4);
}

TEST(Each, TakesAnyRangeAndPassesAnyElement) {
  FakeHost host;
  trawl::context ctx(&host);
  int sum = 0;
  ctx.each(std::vector<int>{1, 2, 3}, [&](int number) { sum += number; });
  EXPECT_EQ(sum, 6);
}

TEST(GetAll, GivesPagesAsTheyArrive) {
  FakeHost host(3);
  host.last_first = true;
  trawl::context ctx(&host);
  std::vector<std::string> order;
  for (auto& page : ctx.get_all(urls(4))) order.emplace_back(page.url());
  EXPECT_THAT(order, ElementsAre("u3", "u4", "u2", "u1"));
  EXPECT_EQ(host.held, 0u);
}

TEST(GetAll, MayBeLeftEarly) {
  FakeHost host(4);
  trawl::context ctx(&host);
  for (auto& page : ctx.get_all(urls(10))) {
    EXPECT_EQ(page.url(), "u1");
    break;
  }
  EXPECT_TRUE(ctx.get("after").ok());  // the answers nobody wants any more do not confuse it
  EXPECT_EQ(host.held, 0u);
}

TEST(Config, AbsentAndWrongValuesAreNamed) {
  FakeHost host;
  host.config["/name"] = "x";
  trawl::context ctx(&host);
  const auto message = [&](auto&& read) -> std::string {
    try {
      read();
    } catch (const trawl::failure& fault) {
      return fault.code() + ": " + fault.what();
    }
    return "";
  };
  EXPECT_EQ(message([&] { ctx.config("/url"); }), "config: configuration /url is missing");
  EXPECT_EQ(message([&] { ctx.config_int("/name"); }), "config: configuration /name is not an integer");
}

TEST(Config, FallbacksDecideTheType) {
  FakeHost host;
  host.config["/count"] = "5";
  trawl::context ctx(&host);
  EXPECT_EQ(ctx.config_or("/count", 1), 5);
  EXPECT_EQ(ctx.config_or("/other", 1), 1);
  EXPECT_EQ(ctx.config_or("/name", "x"), "x");
  EXPECT_EQ(ctx.config_or("/flag", true), true);
  EXPECT_EQ(ctx.config_or("/share", 0.5), 0.5);
}

TEST(Emit, TellsNewFromKnownAndThrowsForARefusedItem) {
  FakeHost host;
  trawl::context ctx(&host);
  EXPECT_TRUE(trawl::emit(ctx, "book", "a", trawl::item()("title", "A")));
  EXPECT_FALSE(trawl::emit(ctx, "book", "a", "{}"));
  EXPECT_THAT(host.items, ElementsAre("book/a/{\"title\":\"A\"}"));
  EXPECT_THROW(trawl::emit(ctx, "book", "b", ""), trawl::failure);
}

TEST(State, IsReadAndKept) {
  FakeHost host;
  host.state["seen"] = "7";
  trawl::context ctx(&host);
  EXPECT_EQ(ctx.state("seen"), "7");
  EXPECT_EQ(ctx.state("other"), std::nullopt);
  ctx.set_state("other", "x");
  ctx.checkpoint();
  EXPECT_EQ(host.state["other"], "x");
  EXPECT_EQ(host.checkpoints, 1);
  EXPECT_THROW(ctx.set_state("", "x"), trawl::failure);
}

TEST(Operator, SeesReportsLogsAndProgress) {
  FakeHost host;
  trawl::context ctx(&host);
  ctx.report(trawl::severity::warning, "odd", "u", "a price of 0");
  ctx.log("begun");
  ctx.log(trawl::level::debug, "details");
  ctx.progress(3, 0, "pages");
  EXPECT_THAT(host.reports, ElementsAre("2/odd/u/a price of 0"));
  EXPECT_THAT(host.logs, ElementsAre("1/begun", "0/details"));
  EXPECT_THAT(host.progress, ElementsAre("3/0/pages"));
}

TEST(Post, SendsBodyAndType) {
  FakeHost host;
  trawl::context ctx(&host);
  EXPECT_TRUE(ctx.post("u", "a=1").ok());
  EXPECT_EQ(host.last_request.body.len, 3u);
  EXPECT_EQ(host.last_request.header_count, 1u);
}

TEST(Stopping, IsWhatTheHostSays) {
  FakeHost host;
  trawl::context ctx(&host);
  EXPECT_FALSE(ctx.stopping());
  host.stopping = true;
  EXPECT_TRUE(ctx.stopping());
}

TEST(OldHost, AMissingMemberIsNamed) {
  FakeHost host;
  trawl_api old = *host.api;
  old.size = offsetof(trawl_api, checkpoint);
  host.api = &old;
  trawl::context ctx(&host);
  ctx.set_state("before", "works");
  try {
    ctx.checkpoint();
    FAIL() << "nothing was thrown";
  } catch (const trawl::failure& fault) {
    EXPECT_EQ(fault.code(), "old_trawl");
    EXPECT_STREQ(fault.what(), "needs trawl >= 1.0 for checkpoint()");
  }
}

struct Thrower {
  static constexpr auto id = "thrower", version = "1.0.0", summary = "Throws";
  void run(trawl::context& ctx) {
    ctx.get("before");
    if (ctx.config_or("/how", "") == "failure") throw trawl::failure("parse", "no title", "elsewhere");
    if (ctx.config_or("/how", "") == "int") throw 7;
    throw std::runtime_error("broken");
  }
};

trawl_status run_thrower(FakeHost& host) {
  return trawl::detail::module<Thrower>()->plugins[0]->run(&host);
}

TEST(Run, AnEscapedExceptionIsReportedWithTheUrlBeingHandled) {
  FakeHost host;
  EXPECT_EQ(run_thrower(host), TRAWL_FAILED);
  EXPECT_THAT(host.reports, ElementsAre("3/exception/before/broken"));
}

TEST(Run, AFailureCarriesItsOwnCodeAndUrl) {
  FakeHost host;
  host.config["/how"] = "failure";
  EXPECT_EQ(run_thrower(host), TRAWL_FAILED);
  EXPECT_THAT(host.reports, ElementsAre("3/parse/elsewhere/no title"));
}

TEST(Run, AnythingMayBeThrown) {
  FakeHost host;
  host.config["/how"] = "int";
  EXPECT_EQ(run_thrower(host), TRAWL_FAILED);
  EXPECT_THAT(host.reports.at(0), HasSubstr("no std::exception"));
}

TEST(Run, CancellationIsNoError) {
  FakeHost host;
  host.cancel_after = 0;
  EXPECT_EQ(run_thrower(host), TRAWL_CANCELLED);
  EXPECT_TRUE(host.reports.empty());
}

TEST(Module, DescribesItsPlugins) {
  const trawl_module* module = trawl::detail::module<Thrower>();
  EXPECT_EQ(module->size, sizeof(trawl_module));
  EXPECT_EQ(module->plugin_count, 1u);
  EXPECT_STREQ(module->plugins[0]->id, "thrower");
  EXPECT_STREQ(module->plugins[0]->summary, "Throws");
  EXPECT_EQ(module->plugins[0]->homepage, nullptr);
}

}  // namespace
