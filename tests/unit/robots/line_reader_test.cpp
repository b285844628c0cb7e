#include "robots/line_reader.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace trawl::robots {
namespace {

using namespace std::string_view_literals;
using testing::ElementsAre;
using testing::IsEmpty;

// "2 key=value"
std::vector<std::string> lines(std::string_view bytes) {
  std::vector<std::string> found;
  LineReader reader(bytes);
  while (const auto line = reader.next())
    found.push_back(std::to_string(line->number) + " " + std::string(line->key) + "=" +
                    std::string(line->value));
  return found;
}

TEST(RobotsLines, HaveAKeyAndAValue) {
  EXPECT_THAT(lines("Allow: /a\n  Disallow :\t/b  # why\n:x\n"), ElementsAre("1 Allow=/a", "2 Disallow=/b"));
}

TEST(RobotsLines, AColonMayBeMissingBetweenTwoWords) {
  EXPECT_THAT(lines("disallow /a"), ElementsAre("1 disallow=/a"));
  EXPECT_THAT(lines("disallow /a and /b\ndisallow"), IsEmpty());
}

TEST(RobotsLines, EndWithCrLfOrBothAndEmptyLinesCount) {
  EXPECT_THAT(lines("a:1\rb:2\nc:3\r\nd:4\r\r\n\ne:5"),
              ElementsAre("1 a=1", "2 b=2", "3 c=3", "4 d=4", "7 e=5"));
}

TEST(RobotsLines, ByteOrderMarksAreSkippedAlsoCutOnes) {
  for (const std::string mark : {"\xEF\xBB\xBF", "\xEF\xBB", "\xEF"})
    EXPECT_THAT(lines(mark + "a:1"), ElementsAre("1 a=1"));
  EXPECT_THAT(lines("\xBB\xBF"
                    "a:1"),
              ElementsAre("1 \xBB\xBF"
                          "a=1"));
}

TEST(RobotsLines, ANulEndsWhatALineMeans) {
  EXPECT_THAT(lines("a: 1\0 2\nb: 3"sv), ElementsAre("1 a=1", "2 b=3"));
}

TEST(RobotsLines, LongLinesAreCutOff) {
  const std::string long_value(2 * max_line, 'x');
  const std::string late_colon = long_value + ":1\n";
  LineReader reader(late_colon);
  EXPECT_FALSE(reader.next());
  const std::string text = "a:" + long_value + "\nb:2";
  LineReader both(text);
  EXPECT_EQ(both.next()->value.size(), max_line - 2);
  EXPECT_EQ(both.next()->key, "b");
}

TEST(RobotsLines, BeyondTheLimitNothingIsReadNotEvenHalfALine) {
  std::string text = "a:1\n";
  text.resize(max_file - 4, '#');
  text += "\nb:234567\nc:3\n";
  EXPECT_THAT(lines(text), ElementsAre("1 a=1"));
  EXPECT_THAT(lines(std::string(max_file + 1, 'x')), IsEmpty());
}

}  // namespace
}  // namespace trawl::robots
