#include "fetch/decoding/content_coding.hpp"

#include <gmock/gmock.h>

namespace trawl::fetch {
namespace {

using enum ContentCoding;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<ContentCoding> codings(std::vector<Header> headers) {
  return content_codings(headers).value();
}

TEST(ContentCodings, ComeInTheOrderOfTheirHeadersAndLists) {
  EXPECT_THAT(codings({{"content-type", "text/html"}}), IsEmpty());
  EXPECT_THAT(codings({{"content-encoding", "gzip, br"}}), ElementsAre(gzip, brotli));
  EXPECT_THAT(codings({{"content-encoding", "zstd"}, {"content-encoding", "deflate"}}),
              ElementsAre(zstd, deflate));
}

TEST(ContentCodings, KnowOldNamesAnyCaseAndEmptyMembers) {
  EXPECT_THAT(codings({{"content-encoding", " X-GZip "}}), ElementsAre(gzip));
  EXPECT_THAT(codings({{"content-encoding", ", identity,"}}), IsEmpty());
  EXPECT_THAT(codings({{"content-encoding", ""}}), IsEmpty());
}

TEST(ContentCodings, RefuseUnknownOnesByName) {
  EXPECT_THAT(content_codings(std::vector<Header>{{"content-encoding", "snappy"}}).error(),
              HasSubstr("'snappy'"));
}

TEST(ContentCodings, RefuseAThirdLayer) {
  EXPECT_THAT(content_codings(std::vector<Header>{{"content-encoding", "gzip, gzip, gzip"}}).error(),
              HasSubstr("more than 2 times"));
}

}  // namespace
}  // namespace trawl::fetch
