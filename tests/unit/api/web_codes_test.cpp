#include "api/web_codes.hpp"

#include <gtest/gtest.h>

namespace trawl::api {
namespace {

using std::chrono::seconds;

constexpr Steady noon{seconds(1'000'000)};

WebCodes::Bearer ann() {
  return {"ann", model::Role::operator_, 1000};
}

TEST(WebCodes, ACodeStandsForWhoeverGotIt) {
  WebCodes codes;
  const std::string code = codes.give(ann(), noon);
  const auto bearer = codes.redeem(code, noon);
  ASSERT_TRUE(bearer);
  EXPECT_EQ(bearer->name, "ann");
  EXPECT_EQ(bearer->role, model::Role::operator_);
  EXPECT_EQ(bearer->uid, 1000U);
}

TEST(WebCodes, ACodeIsGoodForOneUse) {
  WebCodes codes;
  const std::string code = codes.give(ann(), noon);
  EXPECT_TRUE(codes.redeem(code, noon));
  EXPECT_FALSE(codes.redeem(code, noon));
}

TEST(WebCodes, ACodeIsTooOldAfterAMinute) {
  WebCodes codes;
  const std::string in_time = codes.give(ann(), noon), late = codes.give(ann(), noon);
  EXPECT_TRUE(codes.redeem(in_time, noon + seconds(60) - Millis(1)));
  EXPECT_FALSE(codes.redeem(late, noon + seconds(60)));
}

TEST(WebCodes, TheyAreLongAndNeverTheSame) {
  WebCodes codes;
  const std::string first = codes.give(ann(), noon), second = codes.give(ann(), noon);
  EXPECT_EQ(first.size(), 32U);
  EXPECT_NE(first, second);
  EXPECT_FALSE(codes.redeem(first.substr(1), noon));
  EXPECT_FALSE(codes.redeem("", noon));
}

TEST(WebCodes, OneCallerDoesNotEndTheOthersCodes) {
  WebCodes codes;
  const std::string others = codes.give({"bob", model::Role::viewer, 1001}, noon);
  const std::string first = codes.give(ann(), noon);
  for (std::size_t i = 0; i < WebCodes::max_codes; ++i) codes.give(ann(), noon);
  EXPECT_EQ(codes.size(), WebCodes::max_per_caller + 1);
  EXPECT_FALSE(codes.redeem(first, noon)) << "ann's oldest made room";
  EXPECT_TRUE(codes.redeem(others, noon));
}

TEST(WebCodes, TheOldestMakesRoomWhenMemoryIsFull) {
  WebCodes codes;
  const std::string first = codes.give(ann(), noon);
  for (std::uint32_t uid = 2000; codes.size() < WebCodes::max_codes; ++uid)
    codes.give({"u", model::Role::viewer, uid}, noon);
  const std::string last = codes.give({"bob", model::Role::viewer, 1001}, noon);
  EXPECT_EQ(codes.size(), WebCodes::max_codes);
  EXPECT_FALSE(codes.redeem(first, noon));
  EXPECT_TRUE(codes.redeem(last, noon));
}

}  // namespace
}  // namespace trawl::api
