// Hosts: domains, and addresses however they are written.
#include <gtest/gtest.h>

#include <trawl/url.hpp>

namespace {

// "" when the host is refused.
std::string host(const std::string& text) {
  const auto url = trawl::url::parse("http://" + text + "/");
  return url ? url->host() : "";
}

TEST(Ipv4Host, IsOneAddressHoweverItIsWritten) {
  for (const char* text : {"192.0.2.1", "192.0.2.1.", "0xC0.0.2.1", "0300.0.2.1", "192.0.513", "3221225985",
                           "0xC0000201", "%31%39%32.0.2.1"})
    EXPECT_EQ(host(text), "192.0.2.1") << text;
  EXPECT_EQ(host("0x"), "0.0.0.0");
}

TEST(Ipv4Host, RefusesNumbersThatDoNotFit) {
  for (const char* text : {"256.0.0.1", "1.2.3.4.5", "4294967296", "1.2.65536", "a.1", "1.2.3.09", "1..2"})
    EXPECT_EQ(host(text), "") << text;
}

TEST(Ipv6Host, IsWrittenInItsShortestForm) {
  EXPECT_EQ(host("[2001:DB8:0:0:0:0:0:1]"), "[2001:db8::1]");
  EXPECT_EQ(host("[::]"), "[::]");
  EXPECT_EQ(host("[1:0:0:2:0:0:0:3]"), "[1:0:0:2::3]");
  EXPECT_EQ(host("[1:0:2:3:4:5:6:7]"), "[1:0:2:3:4:5:6:7]");
  EXPECT_EQ(host("[1:2:3:4:5:6:7::]"), "[1:2:3:4:5:6:7:0]");
  EXPECT_EQ(host("[::ffff:192.0.2.1]"), "[::ffff:c000:201]");
}

TEST(Ipv6Host, RefusesWhatIsNone) {
  for (const char* text :
       {"[]", "[:1]", "[1:]", "[1::2::3]", "[1:2:3:4:5:6:7]", "[::1:2:3:4:5:6:7:8]", "[12345::]", "[::1.2.3]",
        "[::1.2.3.04]", "[1:2:3:4:5:6:7:1.2.3.4]", "[::g]", "[::1%25eth0]"})
    EXPECT_EQ(host(text), "") << text;
}

TEST(Domain, BecomesPunycodeByTheCurrentTables) {
  EXPECT_EQ(host("B\xC3\xBC"
                 "cher.Example"),
            "xn--bcher-kva.example");
  EXPECT_EQ(host("fa\xC3\x9F.example"), "xn--fa-hia.example");
  EXPECT_EQ(host("FA\xE1\xBA\x9E.example"), "xn--fa-hia.example");  // capital sharp s, since Unicode 15.1
  EXPECT_EQ(host("\xE3\x80\x82"
                 "a"),
            ".a");  // an ideographic full stop
}

TEST(Domain, MayBreakTheRulesThatBrowsersDoNotKeep) {
  EXPECT_EQ(host("a_b.-c-.de--f"), "a_b.-c-.de--f");
  EXPECT_EQ(host(std::string(300, 'a')), std::string(300, 'a'));
  EXPECT_EQ(host("xn--a"), "xn--a");
}

TEST(Domain, RefusesCharactersAndNamesWithoutEnd) {
  EXPECT_EQ(host("a%00b"), "");
  EXPECT_EQ(host("a%25b"), "");
  EXPECT_EQ(host("%FF"), "");
  EXPECT_EQ(host("\xC2\xAD"), "");  // only a soft hyphen: nothing is left
  std::string name;
  while (name.size() < 5000) name += "\xC3\xBC";
  EXPECT_EQ(host(name), "");
}

TEST(OpaqueHost, IsLeftToItsScheme) {
  EXPECT_EQ(trawl::url::parse("x://A%41\xC3\xBC:1/")->host(), "A%41%C3%BC");
  EXPECT_FALSE(trawl::url::parse("x://a b/"));
}

}  // namespace
