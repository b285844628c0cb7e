// Where references in pages lead.
#include <gtest/gtest.h>

#include <trawl/url.hpp>

namespace {

using trawl::url::resolve;

constexpr auto base = "https://a.example/dir/page?q=1#f";

TEST(Resolve, RelativeReferences) {
  EXPECT_EQ(resolve(base, "x"), "https://a.example/dir/x");
  EXPECT_EQ(resolve(base, "/x"), "https://a.example/x");
  EXPECT_EQ(resolve(base, "../../x/./y/.."), "https://a.example/x/");
  EXPECT_EQ(resolve(base, "?p=2"), "https://a.example/dir/page?p=2");
  EXPECT_EQ(resolve(base, "#g"), "https://a.example/dir/page?q=1#g");
  EXPECT_EQ(resolve(base, ""), "https://a.example/dir/page?q=1");
  EXPECT_EQ(resolve(base, "https:x"), "https://a.example/dir/x");
  EXPECT_EQ(resolve(base, "http:/b.example"), "http://b.example/");
  EXPECT_EQ(resolve(base, "//b.example"), "https://b.example/");
}

TEST(Resolve, AbsoluteReferencesAreTidied) {
  EXPECT_EQ(resolve(base, "HTTP://B.Example:80/a b"), "http://b.example/a%20b");
  EXPECT_EQ(resolve("", "http:\\\\b.example\\x"), "http://b.example/x");
  EXPECT_EQ(resolve("", "https://b.example:8443/%7ex?\xC3\xA9"), "https://b.example:8443/%7ex?%C3%A9");
  EXPECT_EQ(resolve("", " \n http://b.exam\tple/ \x01"), "http://b.example/");
}

TEST(Resolve, OtherSchemesPassAndNonsenseIsEmpty) {
  EXPECT_EQ(resolve(base, "mailto:x@y"), "mailto:x@y");
  EXPECT_EQ(resolve("", "x"), "");
  EXPECT_EQ(resolve("mailto:x", "x"), "");
  EXPECT_EQ(resolve(base, "http://"), "");
  EXPECT_EQ(resolve(base, "http://a b/"), "");
  EXPECT_EQ(resolve(base, "http://a:99999999/"), "");
}

}  // namespace
