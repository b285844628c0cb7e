#include "trawl-httpd/sessions.hpp"

#include <gtest/gtest.h>

namespace trawl::httpd {
namespace {

using std::chrono::hours;

const Time morning = *parse_rfc3339("2026-11-24T08:00:00Z");

Session session_of(std::string name, Time opened = morning) {
  return {.caller = {.role = model::Role::viewer, .name = std::move(name), .transport = "http+session"},
          .opened_at = opened,
          .expires_at = opened + Sessions::lifetime};
}

TEST(Sessions, AnIdStandsForItsCaller) {
  Sessions sessions;
  const std::string ann = sessions.open(session_of("ann")), bob = sessions.open(session_of("bob"));
  EXPECT_EQ(ann.size(), 64U);
  EXPECT_EQ(sessions.find(ann, morning)->caller.name, "ann");
  EXPECT_EQ(sessions.find(bob, morning)->caller.name, "bob");
  EXPECT_FALSE(sessions.find(std::string(64, '0'), morning));
}

TEST(Sessions, ASessionEndsAfterTwelveHours) {
  Sessions sessions;
  const std::string id = sessions.open(session_of("ann"));
  EXPECT_TRUE(sessions.find(id, morning + hours(12) - Millis(1)));
  EXPECT_FALSE(sessions.find(id, morning + hours(12)));
}

TEST(Sessions, ASessionThatWasEndedIsNoMore) {
  Sessions sessions;
  const std::string id = sessions.open(session_of("ann"));
  sessions.end(id);
  EXPECT_FALSE(sessions.find(id, morning));
}

TEST(Sessions, OneCallersSessionsDoNotEndTheOthers) {
  Sessions sessions;
  const std::string bob = sessions.open(session_of("bob"));
  const std::string first = sessions.open(session_of("ann", morning));
  for (std::size_t i = 0; i < Sessions::max_sessions; ++i)
    sessions.open(session_of("ann", morning + Millis(1)));
  EXPECT_EQ(sessions.size(), Sessions::max_per_caller + 1);
  EXPECT_FALSE(sessions.find(first, morning)) << "ann's oldest made room";
  EXPECT_TRUE(sessions.find(bob, morning));
}

TEST(Sessions, TheOldestMakesRoomWhenThereAreTooMany) {
  Sessions sessions;
  const std::string second = sessions.open(session_of("second", morning + Millis(1)));
  const std::string oldest = sessions.open(session_of("oldest", morning));
  for (int i = 0; sessions.size() < Sessions::max_sessions; ++i)
    sessions.open(session_of("u" + std::to_string(i), morning + Millis(2)));
  sessions.open(session_of("one more", morning + Millis(3)));
  EXPECT_EQ(sessions.size(), Sessions::max_sessions);
  EXPECT_FALSE(sessions.find(oldest, morning));
  EXPECT_TRUE(sessions.find(second, morning));
}

TEST(Sessions, ExpiredOnesMakeRoomFirst) {
  Sessions sessions;
  sessions.open(session_of("ann", morning - Sessions::lifetime));
  sessions.open(session_of("bob", morning));
  EXPECT_EQ(sessions.size(), 1U);
}

}  // namespace
}  // namespace trawl::httpd
