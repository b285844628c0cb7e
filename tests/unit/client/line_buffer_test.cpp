#include "client/line_buffer.hpp"

#include <gtest/gtest.h>

namespace trawl::client {
namespace {

TEST(LineBuffer, GivesTheSameLinesForEveryCutOfTheBytes) {
  const std::string bytes = "one\ntwo\r\n\nthree\n";
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    LineBuffer buffer;
    std::vector<std::string> lines;
    for (const std::string& part : {bytes.substr(0, cut), bytes.substr(cut)}) {
      ASSERT_TRUE(buffer.append(part));
      while (auto line = buffer.take()) lines.push_back(*line);
    }
    EXPECT_EQ(lines, (std::vector<std::string>{"one", "two", "", "three"})) << "cut at " << cut;
  }
}

TEST(LineBuffer, RefusesALineBeyondTheLimitBeforeItEnds) {
  LineBuffer buffer(10);
  EXPECT_TRUE(buffer.append("0123456789"));
  const auto kept = buffer.append("x");
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().code, Code::protocol_error);
}

TEST(LineBuffer, CountsEachLineByItself) {
  LineBuffer buffer(4);
  EXPECT_TRUE(buffer.append("abc\nabc\nabc\n"));
  EXPECT_EQ(buffer.take(), "abc");
  EXPECT_TRUE(buffer.append("abcd"));
}

}  // namespace
}  // namespace trawl::client
