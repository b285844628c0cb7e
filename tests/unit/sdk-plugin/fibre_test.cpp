// Exceptions and stacks across switches of fibres.
#include <gtest/gtest.h>
#include <trawl/plugin.hpp>

#include <sys/wait.h>

#include <csignal>
#include <cstdint>
#include <exception>
#include <set>

#include "tests/unit/sdk-plugin/fake_host.hpp"

namespace {

std::vector<std::string> urls(int count) {
  std::vector<std::string> all;
  for (int number = 1; number <= count; ++number) all.push_back("u" + std::to_string(number));
  return all;
}

TEST(Fibre, AFetchInsideACatchBlockKeepsItsException) {
  FakeHost host(8);
  host.last_first = true;
  trawl::context ctx(&host);
  int right = 0;
  ctx.each(urls(2000), [&](const std::string& url) {
    try {
      throw std::runtime_error(url);
    } catch (const std::exception&) {
      ctx.get(url);  // others throw and catch meanwhile
      try {
        std::rethrow_exception(std::current_exception());
      } catch (const std::exception& again) {
        right += again.what() == url;
      }
    }
  });
  EXPECT_EQ(right, 2000);
}

TEST(Fibre, AFetchInADestructorDuringUnwindingWorks) {
  struct FetchesAtEnd {
    trawl::context& ctx;
    int& during_unwinding;
    ~FetchesAtEnd() {
      ctx.get("goodbye");
      during_unwinding += std::uncaught_exceptions() == 1;
    }
  };
  FakeHost host(4);
  host.last_first = true;
  trawl::context ctx(&host);
  int during_unwinding = 0, caught = 0;
  ctx.each(urls(50), [&](const std::string& url) {
    try {
      const FetchesAtEnd guard{ctx, during_unwinding};
      throw std::runtime_error(url);
    } catch (const std::exception& fault) {
      caught += fault.what() == url;
    }
  });
  EXPECT_EQ(during_unwinding, 50);
  EXPECT_EQ(caught, 50);
}

TEST(Fibre, AFetchDuringUnwindingDoesNotThrowWhenTheRunIsToStop) {
  struct FetchesAtEnd {
    trawl::context& ctx;
    int& net;
    ~FetchesAtEnd() { net = ctx.get("goodbye").net(); }
  };
  FakeHost host(4);
  host.cancel_after = 1;
  trawl::context ctx(&host);
  int net = TRAWL_NET_OK;
  const auto crawl = [&] {
    const FetchesAtEnd guard{ctx, net};
    ctx.get("first");
    ctx.get("second");
  };
  EXPECT_THROW(crawl(), trawl::cancelled);
  EXPECT_EQ(net, TRAWL_NET_CANCELLED);
}

TEST(Fibre, ARefusedFetchDuringUnwindingDoesNotThrow) {
  struct FetchesAtEnd {
    trawl::context& ctx;
    std::string& error;
    ~FetchesAtEnd() {
      const trawl::page page = ctx.get("");
      if (page.net() == TRAWL_NET_DENIED && !page.ok()) error = page.error();
    }
  };
  FakeHost host;
  trawl::context ctx(&host);
  std::string error;
  const auto fail = [&] {
    const FetchesAtEnd guard{ctx, error};
    throw std::runtime_error("first");
  };
  EXPECT_THROW(fail(), std::runtime_error);
  EXPECT_EQ(error, "trawl refuses this request");
}

TEST(Fibre, CallsUnderWayEndInPeaceBeforeTheFirstExceptionIsThrownAgain) {
  FakeHost host(4);
  trawl::context ctx(&host);
  std::vector<std::string> ended;
  const auto crawl = [&] {
    ctx.each(urls(10), [&](const std::string& url) {
      ctx.get(url);
      if (url == "u1") throw std::runtime_error("one");
      ctx.get(url + "/more");
      ended.push_back(url);
      if (url == "u2") throw std::logic_error("dropped: not the first");
    });
  };
  EXPECT_THROW(crawl(), std::runtime_error);
  EXPECT_EQ(ended, (std::vector<std::string>{"u2", "u3", "u4"}));
  EXPECT_EQ(host.held, 0u);
}

TEST(Fibre, AnExceptionOfAnInnerEachPassesTheOuterOne) {
  FakeHost host(4);
  trawl::context ctx(&host);
  const auto crawl = [&] {
    ctx.each(urls(6), [&](const std::string& a) {
      ctx.each(urls(6), [&](const std::string& b) {
        ctx.get(a + b);
        if (a + b == "u2u3") throw trawl::failure("deep", a + b);
      });
    });
  };
  try {
    crawl();
    FAIL() << "nothing was thrown";
  } catch (const trawl::failure& fault) {
    EXPECT_STREQ(fault.what(), "u2u3");
    EXPECT_EQ(ctx.url(), "u2u3");
  }
  EXPECT_EQ(host.held, 0u);
}

TEST(Fibre, AnEachInsideACatchBlockKeepsItsException) {
  FakeHost host(4);
  trawl::context ctx(&host);
  std::string kept;
  try {
    throw std::runtime_error("outer");
  } catch (...) {
    ctx.each(urls(20), [&](const std::string& url) {
      try {
        ctx.get(url);
        throw std::logic_error(url);
      } catch (const std::logic_error&) {
        ctx.get(url + "/again");
      }
    });
    try {
      throw;
    } catch (const std::exception& again) {
      kept = again.what();
    }
  }
  EXPECT_EQ(kept, "outer");
  EXPECT_EQ(std::uncaught_exceptions(), 0);
}

// A range that throws while its elements are walked.
struct BrokenRange {
  int position = 0;
  struct end_type {};
  BrokenRange begin() const { return {}; }
  end_type end() const { return {}; }
  bool operator!=(end_type) const { return true; }
  std::string operator*() const { return "u" + std::to_string(position); }
  BrokenRange& operator++() {
    if (++position == 3) throw std::runtime_error("the range is broken");
    return *this;
  }
};

TEST(Fibre, ARangeThatThrowsWaitsForTheCallsUnderWay) {
  FakeHost host(8);
  trawl::context ctx(&host);
  int ended = 0;
  const auto crawl = [&] {
    ctx.each(BrokenRange(), [&](const std::string& url) {
      ctx.get(url);
      ++ended;
    });
  };
  EXPECT_THROW(crawl(), std::runtime_error);
  EXPECT_EQ(ended, 3);
}

TEST(Fibre, TenThousandElementsShareAFewStacks) {
  FakeHost host(16);
  host.last_first = true;
  trawl::context ctx(&host);
  int pages = 0;
  std::set<const void*> stacks;
  ctx.each(urls(10'000), [&](const std::string& url) {
    char here = 0;
    stacks.insert(reinterpret_cast<const void*>(reinterpret_cast<std::uintptr_t>(&here) >> 20));
    pages += ctx.get(url).ok();
  });
  EXPECT_EQ(pages, 10'000);
  EXPECT_LE(stacks.size(), 2u * 16u);  // a stack may lie across a border of 1 MiB
}

// Sanitizers catch the signal, say where it was, and exit.
bool killed_by_the_guard(int status) {
#if defined(TRAWL_FIBRE_ASAN) || defined(TRAWL_FIBRE_TSAN)
  return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
#else
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV;
#endif
}

// Not a tail call, and different in each frame, so that no compiler makes a loop of it.
__attribute__((noinline)) int deep(volatile int* turns) {
  volatile char frame[256];
  frame[0] = static_cast<char>(*turns);
  *turns = *turns + 1;
  return *turns > 0 ? deep(turns) + frame[0] : 0;
}

TEST(FibreDeathTest, AnOverflowHitsTheGuardPages) {
  const auto overflow = [] {
    FakeHost host;
    trawl::context ctx(&host);
    ctx.each(urls(2), [&](const std::string& url) {
      ctx.get(url);
      volatile int turns = 0;
      deep(&turns);
    });
  };
  EXPECT_EXIT(overflow(), killed_by_the_guard, "");
}

// What a single page would be too small for: an array whose first touch is far below the stack.
TEST(FibreDeathTest, ALargeArrayDoesNotStepOverTheGuard) {
  const trawl::detail::fibre_stack stack;
  auto* bottom = static_cast<volatile char*>(stack.bottom());
  bottom[0] = 1;
  for (const std::size_t below : {std::size_t{1}, std::size_t{4096}, trawl::detail::fibre_stack::guard})
    EXPECT_EXIT(*(bottom - below) = 1, killed_by_the_guard, "") << below;
}

TEST(Fibre, StacksAreUsedAgain) {
  trawl::detail::fibre_set fibres([] { FAIL() << "somebody is always ready"; });
  int calls = 0;
  trawl::detail::fibre& root = fibres.current();
  for (int round = 0; round < 1000; ++round) {
    fibres.start([&] {
      ++calls;
      fibres.make_ready(root);
    });
    fibres.suspend();
  }
  EXPECT_EQ(calls, 1000);
  EXPECT_FALSE(fibres.full());
}

TEST(Fibre, AFunctionMayUseMostOfItsMebibyte) {
  FakeHost host;
  trawl::context ctx(&host);
  std::size_t sum = 0;
  ctx.each(urls(3), [&](const std::string& url) {
    volatile char large[700'000];
    for (std::size_t i = 0; i < sizeof large; i += 4096) large[i] = 1;
    ctx.get(url);
    for (std::size_t i = 0; i < sizeof large; i += 4096) sum += static_cast<std::size_t>(large[i]);
  });
  EXPECT_EQ(sum, 3u * 171u);
}

}  // namespace
