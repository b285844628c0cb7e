#include "rpc/line_buffer.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace trawl::rpc {
namespace {

std::vector<std::string> all_lines(LineBuffer& buffer) {
  std::vector<std::string> lines;
  while (const auto line = buffer.next()) lines.emplace_back(*line);
  return lines;
}

using Lines = std::vector<std::string>;

TEST(LineBuffer, GivesTheSameLinesHoweverTheBytesArrive) {
  const std::string text = "one\ntwo\r\n\n\r\nthree\n";
  for (std::size_t step = 1; step <= text.size(); ++step) {
    LineBuffer buffer(100);
    Lines lines;
    for (std::size_t at = 0; at < text.size(); at += step) {
      buffer.append(std::string_view(text).substr(at, step));
      for (auto& line : all_lines(buffer)) lines.push_back(std::move(line));
    }
    EXPECT_EQ(lines, (Lines{"one", "two", "three"})) << "in steps of " << step;
  }
}

TEST(LineBuffer, KeepsAnUnfinishedLineForLater) {
  LineBuffer buffer(100);
  buffer.append("one\ntw");
  EXPECT_EQ(all_lines(buffer), Lines{"one"});
  EXPECT_EQ(buffer.unfinished(), 2u);
  buffer.append("o\n");
  EXPECT_EQ(all_lines(buffer), Lines{"two"});
  EXPECT_EQ(buffer.unfinished(), 0u);
}

TEST(LineBuffer, TakesALineOfExactlyTheLimit) {
  LineBuffer buffer(5);
  buffer.append("12345\n");
  EXPECT_EQ(all_lines(buffer), Lines{"12345"});
  EXPECT_FALSE(buffer.too_large());
}

TEST(LineBuffer, RefusesALongerLineBeforeItsEndHasCome) {
  LineBuffer buffer(5);
  buffer.append("ok\n123456");
  EXPECT_EQ(all_lines(buffer), Lines{"ok"});
  EXPECT_TRUE(buffer.too_large());
  buffer.append("\nnever\n");
  EXPECT_TRUE(all_lines(buffer).empty());
}

}  // namespace
}  // namespace trawl::rpc
