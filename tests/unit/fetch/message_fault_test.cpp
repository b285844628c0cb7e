#include "fetch/message_fault.hpp"

#include <gmock/gmock.h>

namespace trawl::fetch {
namespace {

using testing::HasSubstr;
using Headers = std::vector<Header>;

TEST(MessageFault, AnAnswerWithoutOrWithOneLengthHasNone) {
  EXPECT_EQ(message_fault(200, Headers{}), std::nullopt);
  EXPECT_EQ(message_fault(404, Headers{{"content-length", "12"}}), std::nullopt);
  EXPECT_EQ(message_fault(200, Headers{{"content-length", "12"}, {"content-length", " 12, 12"}}),
            std::nullopt);
}

TEST(MessageFault, LengthsThatDifferOrAreNoNumbersAreOne) {
  for (const char* value : {"", "12,13", "12,", "-1", "+12", "12abc", "0x12", "1 2"})
    EXPECT_THAT(message_fault(200, Headers{{"content-length", value}}).value_or("none"),
                HasSubstr("Content-Length"))
        << value;
  EXPECT_TRUE(message_fault(200, Headers{{"content-length", "12"}, {"content-length", "13"}}));
}

TEST(MessageFault, ChunksMakeTheLengthIrrelevant) {
  EXPECT_EQ(message_fault(200, Headers{{"transfer-encoding", "chunked"}, {"content-length", "x"}}),
            std::nullopt);
}

TEST(MessageFault, AnInterimStatusIsNoAnswer) {
  EXPECT_THAT(message_fault(101, Headers{}).value_or("none"), HasSubstr("switches protocols"));
}

}  // namespace
}  // namespace trawl::fetch
