#include "fetch/url.hpp"

#include <gtest/gtest.h>

namespace trawl::fetch {
namespace {

Url url(const char* text) {
  return parse_url(text).value();
}
std::string resolved(const char* base, const char* reference) {
  return resolve(url(base), reference).value().text;
}

TEST(Url, OriginIsNormalised) {
  EXPECT_EQ(url("HTTP://Books.Example/a").origin, (Origin{"http", "books.example", 80}));
  EXPECT_EQ(url("https://books.example:443/a").origin, url("https://books.example/b").origin);
  EXPECT_EQ(url("http://[::1]:8080/").origin, (Origin{"http", "::1", 8080}));
  EXPECT_EQ(url("https://b\xc3\xbc"
                "cher.example/")
                .origin.host,
            "xn--bcher-kva.example");
}

TEST(Url, SpellingsOfAnAddressAreOneHost) {
  for (const char* text : {"http://127.1/", "http://2130706433/", "http://0x7f.0.0.1/", "http://0177.0.0.1/",
                           "http://user@127.0.0.1/"})
    EXPECT_EQ(url(text).origin.host, "127.0.0.1") << text;
}

TEST(Url, OriginIsWrittenWithThePortWhereItMatters) {
  EXPECT_EQ(to_string(url("https://books.example/a").origin), "https://books.example");
  EXPECT_EQ(to_string(url("http://books.example:443/a").origin), "http://books.example:443");
  EXPECT_EQ(to_string(url("http://[::1]:81/").origin), "http://[::1]:81");
}

TEST(Url, FragmentsAreDroppedAndCredentialsAreNotShown) {
  EXPECT_EQ(url("http://a.example/x?y=1#part").text, "http://a.example/x?y=1");
  EXPECT_EQ(url("http://ann:secret@a.example/x").text, "http://ann:secret@a.example/x");
  EXPECT_EQ(url("http://ann:secret@a.example/x").safe, "http://a.example/x");
}

TEST(Url, SpacesAndLettersAreEncodedAsBrowsersDo) {
  EXPECT_EQ(url("http://a.example/two words/\xc3\xa4?q=a b").text,
            "http://a.example/two%20words/%c3%a4?q=a+b");
  EXPECT_EQ(url("http://a.example/100%25").text, "http://a.example/100%25");
}

TEST(Url, OtherSchemesAndNonsenseAreTold) {
  using What = UrlFault::What;
  for (const char* text :
       {"ftp://a.example/", "file:///etc/passwd", "javascript:alert(1)", "gopher://a/", "mailto:a@b"})
    EXPECT_EQ(parse_url(text).error().what, What::other_scheme) << text;
  for (const char* text : {"", "books.example", "/a/b", "http://", "http://a b/", "http://a.example:99999/",
                           "http://a.example:x/"})
    EXPECT_EQ(parse_url(text).error().what, What::malformed) << text;
  EXPECT_EQ(parse_url("http://a.example/" + std::string(70'000, 'x')).error().what, What::malformed);
  EXPECT_EQ(parse_url(std::string("http://a\0.example/", 18)).error().what, What::malformed);
}

TEST(Url, ReferencesResolveAgainstTheirPage) {
  EXPECT_EQ(resolved("http://a.example/x/y?q", "z"), "http://a.example/x/z");
  EXPECT_EQ(resolved("http://a.example/x/y", "../z"), "http://a.example/z");
  EXPECT_EQ(resolved("http://a.example/x/y", "?p=2"), "http://a.example/x/y?p=2");
  EXPECT_EQ(resolved("http://a.example/x/y", "/w"), "http://a.example/w");
  EXPECT_EQ(resolved("https://a.example/x", "//b.example/w"), "https://b.example/w");
  EXPECT_EQ(resolved("https://a.example/x", "http://b.example:81/w#f"), "http://b.example:81/w");
  EXPECT_EQ(resolved("http://ann:pw@a.example/x", "//b.example/"), "http://b.example/");
  EXPECT_EQ(resolve(url("http://a.example/"), "file:///etc/passwd").error().what,
            UrlFault::What::other_scheme);
}

TEST(Url, EscapedDotsAndBackslashesArePathsAsBrowsersReadThem) {
  for (const char* spelling : {"http://a.example/x/%2e%2e/private", "http://a.example/x/.%2E/private",
                               "http://a.example/x\\..\\private", "http:\\\\a.example/%2e/private"}) {
    const auto url = parse_url(spelling);
    ASSERT_TRUE(url) << spelling;
    EXPECT_EQ(url->text, "http://a.example/private") << spelling;
  }
  EXPECT_EQ(parse_url("http://a.example/a%2eb?x=%2e%2e\\")->origin.host, "a.example");
  EXPECT_EQ(parse_url("http://a.example/q?x=/%2e%2e/")->text, "http://a.example/q?x=/%2e%2e/");
}

}  // namespace
}  // namespace trawl::fetch
