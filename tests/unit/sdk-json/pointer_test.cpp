// Compiled JSON Pointers.
#include <gtest/gtest.h>

#include <trawl/json.hpp>

namespace {

using namespace trawl::json;

const auto document = parse(R"({"a": [{"b/c": 1, "~": 2, "": 3}], "0": "zero"})");

std::string at(const char* text) {
  const value* found = pointer(text).find(document);
  return found ? found->text() : "nothing";
}

std::string refusal(const char* text) {
  try {
    pointer{text};
    return "accepted";
  } catch (const syntax_error& error) {
    return error.what();
  }
}

TEST(Pointer, FollowsMembersAndIndexes) {
  EXPECT_EQ(at(""), document.text());
  EXPECT_EQ(at("/a/0/b~1c"), "1");
  EXPECT_EQ(at("/a/0/~0"), "2");
  EXPECT_EQ(at("/a/0/"), "3");
  EXPECT_EQ(at("/0"), "\"zero\"");
  for (const char* none : {"/a/1", "/a/-", "/a/00", "/a/b", "/0/x", "/gone/x"})
    EXPECT_EQ(at(none), "nothing");
}

TEST(Pointer, IsRefusedWithTheColumnInCharacters) {
  EXPECT_EQ(refusal("a/b"),
            "JSON Pointer 'a/b', column 1: it begins with '/', or is empty for the whole document");
  EXPECT_EQ(refusal("/\xC3\xA4/x~2"),
            "JSON Pointer '/\xC3\xA4/x~2', column 5: '~' stands only in '~0' for '~' and in '~1' for '/'");
  EXPECT_NE(refusal("/a~").find("column 3"), std::string::npos);
}

TEST(Pointer, NearestIsTheLastValueThatIsThere) {
  const auto reach = pointer("/a/0/x/y").nearest(document);
  EXPECT_EQ(reach.pointer, "/a/0");
  EXPECT_EQ(reach.value, document.at("/a/0"));
  EXPECT_EQ(pointer("/x").nearest(document).pointer, "");
  EXPECT_EQ(pointer("/a/0/b~1c").nearest(document).pointer, "/a/0/b~1c");
}

TEST(Pointer, LookupByTextForgivesWhatIsMalformed) {
  EXPECT_EQ(document.at("a"), nullptr);
  EXPECT_EQ(document.at("/a/0/~2"), nullptr);
  EXPECT_EQ(document.int64_at("/a/0/b~1c"), 1);
}

}  // namespace
