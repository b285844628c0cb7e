// Room for connections among the descriptors that the system allows.
#include "trawl-httpd/descriptors.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace trawl::httpd {
namespace {

class Descriptors : public testing::Test {
 protected:
  Descriptors() { getrlimit(RLIMIT_NOFILE, &before_); }
  ~Descriptors() override { setrlimit(RLIMIT_NOFILE, &before_); }

  void set_soft(rlim_t soft) const {
    const rlimit limit{.rlim_cur = soft, .rlim_max = before_.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
  }
  static rlim_t soft() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
  }

  rlimit before_{};
};

TEST_F(Descriptors, TheSoftLimitIsRaisedBeyondTheConnections) {
  set_soft(100);
  EXPECT_EQ(make_room_for(200), 200U);
  EXPECT_GT(soft(), 200U);
}

TEST_F(Descriptors, ALimitThatIsHighEnoughStays) {
  set_soft(900);
  EXPECT_EQ(make_room_for(200), 200U);
  EXPECT_EQ(soft(), 900U);
}

TEST_F(Descriptors, WhereTheHardLimitIsLowerFewerConnectionsAreOpen) {
  if (before_.rlim_max >= 1U << 30) GTEST_SKIP() << "there is no hard limit";
  const std::size_t room = make_room_for(1U << 30);
  EXPECT_EQ(soft(), before_.rlim_max);
  EXPECT_LT(room, before_.rlim_max);
  EXPECT_GT(room, 0U);
}

}  // namespace
}  // namespace trawl::httpd
