#include "cassette/scrubber.hpp"

#include <gtest/gtest.h>

#include "model/redact.hpp"

namespace trawl::cassette {
namespace {

fetch::Request request_to(std::string url, std::vector<fetch::Header> headers = {}) {
  fetch::Request request;
  request.url = std::move(url);
  request.headers = std::move(headers);
  return request;
}

Scrubber scrubber_for(const fetch::Request& request) {
  static const model::FetchPolicy policy;
  return {request, policy, model::usual_secret_keys()};
}

TEST(Scrubber, DropsHeadersThatCarrySessions) {
  const auto kept = scrubber_for(request_to("http://a.example/"))
                        .headers({{"set-cookie", "sid=1"},
                                  {"Set-Cookie", "sid=2"},
                                  {"cookie", "sid=3"},
                                  {"authorization", "Bearer x"},
                                  {"proxy-authorization", "Basic x"},
                                  {"content-type", "text/html"}});
  EXPECT_EQ(kept, (std::vector<fetch::Header>{{"content-type", "text/html"}}));
}

TEST(Scrubber, RedactsUrlsInHeaders) {
  const auto kept = scrubber_for(request_to("http://a.example/"))
                        .headers({{"link", "<http://a.example/2?api_key=hush-hush>; rel=next"}});
  EXPECT_EQ(kept[0].second, "<http://a.example/2?api_key=***>; rel=next");
}

TEST(Scrubber, RedactsRelativeUrlsInHeaders) {
  const auto kept = scrubber_for(request_to("http://a.example/"))
                        .headers({{"link", "</2?api_key=hush-hush>; rel=next"},
                                  {"location", "/y?access_token=hush-hush"},
                                  {"refresh", "0; url=/r?api_key=hush-hush"}});
  EXPECT_EQ(kept[0].second, "</2?api_key=***>; rel=next");
  EXPECT_EQ(kept[1].second, "/y?access_token=***");
  EXPECT_EQ(kept[2].second, "0; url=/r?api_key=***");
}

TEST(Scrubber, HidesHeadersWhoseNamesSayThatTheyAreSecret) {
  const auto kept = scrubber_for(request_to("http://a.example/")).headers({{"x-csrf-token", "hush-hush"}});
  EXPECT_EQ(kept, (std::vector<fetch::Header>{{"x-csrf-token", "***"}}));
}

TEST(Scrubber, HidesWhatTheUrlHeldUnderASecretKey) {
  const auto scrub = scrubber_for(request_to("http://a.example/list?page=200000&api_key=hush%2Dhush"));
  EXPECT_EQ(scrub.body("page 200000 for hush-hush and hush%2Dhush"), "page 200000 for *** and ***");
}

TEST(Scrubber, HidesThePasswordOfTheUrl) {
  const auto scrub = scrubber_for(request_to("http://ann:hush-hush@a.example/"));
  EXPECT_EQ(scrub.body("ann has hush-hush, sent as YW5uOmh1c2gtaHVzaA=="), "ann has ***, sent as ***");
}

TEST(Scrubber, HidesCredentialsThatThePluginSent) {
  const auto scrub = scrubber_for(request_to("http://a.example/", {{"Authorization", "Bearer hush-hush"},
                                                                   {"X-Api-Key", "sesame-sesame"},
                                                                   {"Cookie", "sid=abcdef123; lang=en"},
                                                                   {"Accept", "text/html"}}));
  EXPECT_EQ(scrub.body("Bearer hush-hush sesame-sesame abcdef123 en text/html"), "*** *** *** en text/html");
  EXPECT_EQ(scrub.body("hush-hush alone"), "*** alone");
}

TEST(Scrubber, HidesConfiguredCredentials) {
  model::FetchPolicy policy;
  policy.credentials.push_back({.scheme = "http",
                                .host = "a.example",
                                .port = 80,
                                .way = model::Credential::Way::bearer,
                                .secret = std::make_shared<const Secret>(std::string("hush-hush"))});
  const Scrubber scrub(request_to("http://a.example/"), policy, model::usual_secret_keys());
  EXPECT_EQ(scrub.body("you are hush-hush"), "you are ***");
  EXPECT_EQ(scrub.url("http://a.example/?me=hush-hush"), "http://a.example/?me=***");
}

TEST(Scrubber, LeavesShortValuesAlone) {
  EXPECT_EQ(scrubber_for(request_to("http://a.example/?key=en")).body("an end"), "an end");
}

}  // namespace
}  // namespace trawl::cassette
