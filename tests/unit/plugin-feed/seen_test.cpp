// What a platform remembers of a feed.
#include <gtest/gtest.h>

#include "plugins/feed/seen.hpp"

namespace {

using trawl::feed_plugin::Seen;

TEST(Seen, KnowsTheKeysOfEarlierRuns) {
  Seen first("");
  EXPECT_TRUE(first.is_new("a"));
  EXPECT_TRUE(first.is_new("a")) << "twice in one run: the host drops the second";
  Seen second(first.text());
  EXPECT_FALSE(second.is_new("a"));
  EXPECT_TRUE(second.is_new("b"));
  EXPECT_FALSE(Seen(second.text()).is_new("a"));
}

TEST(Seen, StateThatCannotBeReadCountsAsNone) {
  EXPECT_TRUE(Seen("not fingerprints at all, but long enough").is_new("a"));
}

TEST(Seen, KeepsTheLatestFiveThousand) {
  Seen first("");
  for (int i = 0; i < 6000; ++i) first.is_new(std::to_string(i));
  EXPECT_LT(first.text().size(), 5000u * 17);
  Seen second(first.text());
  EXPECT_FALSE(second.is_new("0"));
  EXPECT_TRUE(second.is_new("5999"));
}

}  // namespace
