// Connections that wait for their next request: when they are used again, and when a new one is opened.
#include "tests/unit/fetch/network_test.hpp"

namespace trawl::fetch {
namespace {

using namespace test;
using model::ErrorKind;

struct KeptConnections : NetworkTest {
  KeptConnections() {
    site.script("/1", {page(200, "one")});
    site.script("/2", {page(200, "two")});
  }
};

TEST_F(KeptConnections, AQuietOneIsUsedAgain) {
  ASSERT_TRUE(fetch("/1"));
  EXPECT_EQ(fetch("/2")->body, "two");
  EXPECT_EQ(site.connections(), 1);
}

TEST_F(KeptConnections, WhatOneSaysUnaskedIsNoAnswer) {
  ASSERT_TRUE(fetch("/1"));
  site.interject(page(200, "false").bytes);
  const auto response = fetch("/2");
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "two");
  EXPECT_EQ(response->attempts, 1u);
  EXPECT_EQ(site.connections(), 2);
  EXPECT_EQ(metrics.retries, 0u);
  EXPECT_EQ(fetch("/1")->body, "one");
  EXPECT_EQ(site.connections(), 2);  // the new one is kept
}

TEST_F(KeptConnections, OneToAProxyThatSpeaksUnaskedIsNotUsedForAnotherSite) {
  policy.proxy = site.url("");
  policy.allow_private = {"::/0"};
  site.script("http://a.example/", {page(200, "a")});
  site.script("http://b.example/", {page(200, "b")});
  ASSERT_TRUE(fetch({.url = "http://a.example/"}));
  site.interject(page(200, "false").bytes);
  EXPECT_EQ(fetch({.url = "http://b.example/"})->body, "b");
}

TEST_F(KeptConnections, OneIsNotOpenToAPlatformThatMayNotDialIt) {
  ASSERT_TRUE(fetch("/1"));
  policy.allow_private.clear();
  EXPECT_EQ(failure({.url = site.url("/1")}).kind, ErrorKind::denied);
  EXPECT_EQ(site.requests().size(), 1u);
}

// The name has a second address, which this platform may dial, though nobody listens there.
TEST_F(KeptConnections, OneToAForbiddenAddressIsNotTheHostsLastWord) {
  const std::string url = "http://localhost:" + std::to_string(site.port()) + "/1";
  ASSERT_TRUE(fetch({.url = url}));
  policy.allow_private = {"::1/128"};
  const Failure failed = failure({.url = url});
  EXPECT_EQ(failed.kind, ErrorKind::connect) << failed.message;
  EXPECT_EQ(site.requests().size(), 1u);
}

}  // namespace
}  // namespace trawl::fetch
