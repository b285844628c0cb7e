// What may be seen of a URL.
#include "model/redact.hpp"

#include <gtest/gtest.h>

namespace trawl::model {
namespace {

std::string shown(std::string_view url) {
  return redact_url(url, usual_secret_keys());
}

TEST(RedactUrl, UserAndPasswordAreLeftOut) {
  EXPECT_EQ(shown("https://ann:pw@shop.example/a@b?q=x@y"), "https://shop.example/a@b?q=x@y");
  EXPECT_EQ(shown("https://ann:p@w@[::1]:8080/"), "https://[::1]:8080/");
  EXPECT_EQ(shown("//ann:pw@shop.example/"), "//shop.example/");
  EXPECT_EQ(shown("ftp://ann:pw@shop.example/"), "ftp://shop.example/");
}

TEST(RedactUrl, SpellingsThatParsersForgiveHideNothing) {
  EXPECT_EQ(shown("http:\\\\ann:pw@shop.example/"), "http:\\\\shop.example/");
  EXPECT_EQ(shown("HTTPS:ann:pw@shop.example/"), "HTTPS:shop.example/");
  EXPECT_EQ(shown(" ht\ntp://ann:pw@shop.example/"), "http://shop.example/");
  EXPECT_EQ(shown("http://ann:p/w@shop.example/"), "http://shop.example/");
}

TEST(RedactUrl, PlainAddressesStayAsTheyAre) {
  for (const char* url :
       {"https://shop.example:8080/@ann?page=2#top", "/list?page=2", "", "mailto:ann@x.example",
        "https://[::1]/", "shop.example", "http://", "https://x.example/?monkey=1&token"})
    EXPECT_EQ(shown(url), url);
}

TEST(RedactUrl, ValuesOfSecretKeysAreHidden) {
  EXPECT_EQ(shown("https://x.example/?page=2&api_key=abc&sig=a=b"),
            "https://x.example/?page=2&api_key=***&sig=***");
  EXPECT_EQ(shown("/?a=1;token=abc"), "/?a=1;token=***");
}

TEST(RedactUrl, KeysMatchInAnyCaseAndEncoding) {
  EXPECT_EQ(shown("/?API_Key=abc&%74oke%6E=abc"), "/?API_Key=***&%74oke%6E=***");
}

TEST(RedactUrl, FragmentsAndQueriesWithinQueriesCount) {
  EXPECT_EQ(shown("https://x.example/#access_token=abc&page=2"),
            "https://x.example/#access_token=***&page=2");
  EXPECT_EQ(shown("https://x.example/?next=/y?token=abc"), "https://x.example/?next=/y?token=***");
}

TEST(RedactUrl, TheConfigurationChoosesTheKeys) {
  const std::vector<std::string> keys{"sid"};
  EXPECT_EQ(redact_url("/?sid=1&token=2", keys), "/?sid=***&token=2");
}

TEST(RedactText, EveryUrlInASentenceIsRedacted) {
  EXPECT_EQ(redact_text("at 12:30 https://ann:pw@x.example/ led to 'http://y.example/?token=abc', which: no",
                        usual_secret_keys()),
            "at 12:30 https://x.example/ led to 'http://y.example/?token=***', which: no");
  EXPECT_EQ(redact_text("lost http://ann:it's`<one>@x.example/", usual_secret_keys()),
            "lost http://x.example/");
  EXPECT_EQ(redact_text("nothing to hide: here", usual_secret_keys()), "nothing to hide: here");
}

TEST(RedactText, AnyBytesAreText) {
  for (const std::string_view text :
       {":", "::", "://", "a:", "http:", "http://@", "%", "http://x/?%=%2&=&token="})
    EXPECT_FALSE(redact_text(text, usual_secret_keys()).empty()) << text;
}

}  // namespace
}  // namespace trawl::model
