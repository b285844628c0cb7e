#include "fetch/header_block.hpp"

#include <gmock/gmock.h>

namespace trawl::fetch {
namespace {

using testing::ElementsAre;
using testing::Pair;

HeaderBlock fed(std::initializer_list<std::string_view> lines) {
  HeaderBlock block;
  for (const auto line : lines) EXPECT_TRUE(block.feed(line));
  return block;
}

TEST(HeaderBlock, NamesAreLowerCaseAndOrderAndRepetitionStay) {
  auto block = fed({"HTTP/1.1 200 OK\r\n", "Set-Cookie: a\r\n", "CONTENT-type:  text/html \r\n",
                    "Set-Cookie: b\r\n", "\r\n"});
  EXPECT_TRUE(block.complete());
  EXPECT_THAT(block.take(), ElementsAre(Pair("set-cookie", "a"), Pair("content-type", "text/html"),
                                        Pair("set-cookie", "b")));
}

TEST(HeaderBlock, InterimAnswersAreForgotten) {
  auto block =
      fed({"HTTP/1.1 103 Early Hints\r\n", "Link: x\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "A: 1\r\n"});
  EXPECT_FALSE(block.complete());
  EXPECT_THAT(block.take(), ElementsAre(Pair("a", "1")));
}

TEST(HeaderBlock, FoldedLinesContinueTheValue) {
  EXPECT_THAT(fed({"HTTP/1.1 200 OK\r\n", "A: 1\r\n", "\t2\r\n", "B:\r\n", "\r\n"}).take(),
              ElementsAre(Pair("a", "1 2"), Pair("b", "")));
}

TEST(HeaderBlock, TrailersAndLinesWithoutAColonAreLeftOut) {
  EXPECT_THAT(
      fed({"HTTP/1.1 200 OK\r\n", "nonsense\r\n", "A: 1\r\n", "\r\n", "Trailer: x\r\n", "\r\n"}).take(),
      ElementsAre(Pair("a", "1")));
}

TEST(HeaderBlock, TheLimitCountsEverything) {
  HeaderBlock block;
  const std::string line = "A: " + std::string(1021, 'x');
  for (int i = 0; i < 64; ++i) ASSERT_TRUE(block.feed(line));
  EXPECT_FALSE(block.feed("B"));
  HeaderBlock endless;
  int interim = 0;
  while (endless.feed("HTTP/1.1 100 Continue\r\n") && endless.feed("\r\n")) ++interim;
  EXPECT_LT(interim, 3000);
}

}  // namespace
}  // namespace trawl::fetch
