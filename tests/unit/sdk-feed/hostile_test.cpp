// Feeds that mean harm: they end in an error or a feed, soon and in little memory.
#include <gtest/gtest.h>

#include <trawl/feed.hpp>

namespace {

namespace feed = trawl::feed;

std::string repeated(const std::string& text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST(HostileFeed, EntitiesDoNotMultiply) {
  std::string laughs = "<!DOCTYPE rss [<!ENTITY l0 \"ha\">";
  for (int i = 1; i < 30; ++i) {
    const std::string inner = "&l" + std::to_string(i - 1) + ";";
    laughs += "<!ENTITY l" + std::to_string(i) + " \"" + repeated(inner, 10) + "\">";
  }
  const auto found = feed::parse(laughs + "]><rss><channel><title>&l29;</title></channel></rss>");
  EXPECT_EQ(found.title.value, "&l29;");
}

TEST(HostileFeed, ExternalEntityIsNotLoaded) {
  const auto found = feed::parse(
      "<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY % p SYSTEM \"http://127.0.0.1:1/\"> "
      "%p;]>"
      "<rss><channel><title>&x;</title></channel></rss>");
  EXPECT_EQ(found.title.value, "&x;");
}

TEST(HostileFeed, NestingBeyondTheLimitIsAnError) {
  EXPECT_THROW(feed::parse("<rss>" + repeated("<a>", 10'000)), feed::error);
  EXPECT_THROW(feed::parse("<feed>" + repeated("<entry>", 300) + repeated("</entry>", 300)), feed::error);
  EXPECT_NO_THROW(feed::parse("<rss>" + repeated("<a>", 200)));
}

TEST(HostileFeed, TooManyEntriesAreAnError) {
  EXPECT_THROW(feed::parse("<rss><channel>" + repeated("<item/>", 20'001) + "</channel></rss>"),
               feed::error);
}

TEST(HostileFeed, UnendingReferencesTakeTimeInProportion) {
  const auto found =
      feed::parse("<rss><channel><title>" + repeated("&", 500'000) + "</title></channel></rss>");
  EXPECT_EQ(found.title.value.size(), 500'000u);
}

TEST(HostileFeed, RandomAndBrokenBytes) {
  for (const std::string& text :
       {std::string("<rss\0><channel>", 15), std::string("<"), std::string("<!"), std::string("<![CDATA["),
        std::string("<!DOCTYPE"), std::string("<?xml "), std::string("<rss>&"), std::string("\xFF\xFE<"),
        std::string("<!--"), std::string("<feed xml:base=\"::\"><link href=\"//\"/>")}) {
    try {
      feed::parse(text);
    } catch (const feed::error&) {
      continue;  // It says why.
    }
  }
}

}  // namespace
