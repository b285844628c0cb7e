// Exceptions and stacks across switches of fibres.
#include <gtest/gtest.h>
#include <trawl/plugin.hpp>

#include <exception>

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
