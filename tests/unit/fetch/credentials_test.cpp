// What is added for an origin, and what of it is seen again.
#include "fetch/credentials.hpp"

#include <gmock/gmock.h>

#include "fetch/admission.hpp"

namespace trawl::fetch {
namespace {

using model::Credential;
using Way = Credential::Way;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

Credential credential(Way way, std::string name, std::string secret, std::string host = "shop.example") {
  return {.scheme = "https",
          .host = std::move(host),
          .port = 443,
          .way = way,
          .name = std::move(name),
          .source = {},
          .secret = std::make_shared<const Secret>(std::move(secret))};
}

model::FetchPolicy policy_with(Credential one) {
  model::FetchPolicy policy;
  policy.credentials.push_back(std::move(one));
  return policy;
}

Hop hop(std::string url, std::vector<Header> headers = {}) {
  return admit({.url = std::move(url), .headers = std::move(headers)}).value();
}

TEST(Credentials, EachWayHasItsPlace) {
  const Hop plain = hop("https://shop.example/list?page=2");
  EXPECT_THAT(with_credentials(plain, policy_with(credential(Way::bearer, "", "sesame")))->request.headers,
              ElementsAre(Pair("Authorization", "Bearer sesame")));
  EXPECT_THAT(with_credentials(plain, policy_with(credential(Way::basic, "ann", "sesame")))->request.headers,
              ElementsAre(Pair("Authorization", "Basic YW5uOnNlc2FtZQ==")));
  EXPECT_THAT(
      with_credentials(plain, policy_with(credential(Way::header, "X-Key", "sesame")))->request.headers,
      ElementsAre(Pair("X-Key", "sesame")));
  EXPECT_EQ(with_credentials(plain, policy_with(credential(Way::query, "key", "a&b c")))->url.text,
            "https://shop.example/list?page=2&key=a%26b%20c");
  EXPECT_EQ(with_credentials(hop("https://shop.example/"), policy_with(credential(Way::query, "key", "abc")))
                ->url.text,
            "https://shop.example/?key=abc");
}

TEST(Credentials, OnlyExactlyTheSameOriginGetsThem) {
  const auto policy = policy_with(credential(Way::bearer, "", "sesame"));
  for (const char* other :
       {"http://shop.example/", "https://shop.example:8443/", "https://www.shop.example/",
        "https://shop.example.evil.example/", "https://evil.example/https://shop.example/"})
    EXPECT_FALSE(with_credentials(hop(other), policy)) << other;
  EXPECT_TRUE(with_credentials(hop("https://SHOP.example:443/"), policy));
}

TEST(Credentials, WhatIsConfiguredReplacesWhatThePluginChose) {
  const auto sent =
      with_credentials(hop("https://eve:pw@shop.example/", {{"authorization", "mine"}, {"x-a", "b"}}),
                       policy_with(credential(Way::bearer, "", "sesame")));
  EXPECT_THAT(sent->request.headers, ElementsAre(Pair("x-a", "b"), Pair("Authorization", "Bearer sesame")));
  EXPECT_EQ(sent->url.text, "https://shop.example/");
  EXPECT_EQ(with_credentials(hop("https://shop.example/?key=mine&a=1"),
                             policy_with(credential(Way::query, "key", "x")))
                ->url.text,
            "https://shop.example/?a=1&key=x");
}

TEST(Credentials, AHopKeepsItsOwnTextsSafe) {
  const auto sent =
      with_credentials(hop("https://shop.example/"), policy_with(credential(Way::query, "key", "sesame")));
  EXPECT_EQ(sent->url.safe, "https://shop.example/");
}

TEST(Credentials, EchoesInHeadersAreHidden) {
  const auto policy = policy_with(credential(Way::query, "key", "open/sesame"));
  std::expected<Response, Failure> answer = Response{
      .headers = {{"location", "https://evil.example/?key=open%2fsesame"}, {"x-echo", "open/sesame"}}};
  hide_credentials(answer, policy);
  EXPECT_THAT(answer->headers,
              ElementsAre(Pair("location", "https://evil.example/?key=***"), Pair("x-echo", "***")));

  answer = Response{.headers = {{"set-cookie", "a=YW5uOnNlc2FtZQ=="}}};
  hide_credentials(answer, policy_with(credential(Way::basic, "ann", "sesame")));
  EXPECT_EQ(answer->headers[0].second, "a=***");
}

TEST(Credentials, MessagesOfFailuresAreHidden) {
  std::expected<Response, Failure> failure =
      std::unexpected(Failure{.message = "bad sesame!", .url = "/?k=sesame"});
  hide_credentials(failure, policy_with(credential(Way::bearer, "", "sesame")));
  EXPECT_EQ(failure.error().message, "bad ***!");
  EXPECT_EQ(failure.error().url, "/?k=***");
}

TEST(Credentials, AFailureIsFitToBeStored) {
  Failure failure{.message = "no 'https://ann:pw@x.example/?token=abc' here",
                  .url = "https://x.example/?token=abc"};
  redact(failure, {});
  EXPECT_EQ(failure.message, "no 'https://x.example/?token=***' here");
  EXPECT_EQ(failure.url, "https://x.example/?token=***");
}

}  // namespace
}  // namespace trawl::fetch
