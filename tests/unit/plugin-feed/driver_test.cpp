// The whole plugin through its C interface, against a host in memory.
#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <trawl/plugin.h>

#include "tests/unit/sdk-plugin/fake_host.hpp"

namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

trawl_status run(FakeHost& host) {
  void* library = dlopen(FEED_PLUGIN, RTLD_NOW | RTLD_LOCAL);
  if (!library) throw std::runtime_error(dlerror());
  const auto entry = reinterpret_cast<const trawl_module* (*)()>(dlsym(library, "trawl_module_v1"));
  const trawl_status status = entry()->plugins[0]->run(&host);
  EXPECT_EQ(host.held, 0u) << "every response is released";
  return status;
}

std::string rss(const std::string& items) {
  return "<rss version='2.0'><channel><title>News</title>" + items + "</channel></rss>";
}

std::string item(const std::string& id) {
  return "<item><guid isPermaLink='false'>" + id + "</guid><title>T " + id + "</title></item>";
}

struct Scene {
  FakeHost host;
  std::map<std::string, std::string> bodies;

  explicit Scene(const std::string& config) {
    host.config[""] = config;
    host.answer = [this](const std::string& url) {
      FakeHost::Answer out;
      const auto found = bodies.find(url);
      if (found == bodies.end())
        out.status = 404;
      else
        out.body = found->second;
      return out;
    };
  }
};

TEST(FeedPlugin, EntriesAreItemsByTheirId) {
  Scene scene(R"({"urls": "http://a/feed", "fields": ["title", "link"]})");
  scene.bodies["http://a/feed"] = rss(item("1") + "<item><link>/two</link></item>");
  EXPECT_EQ(run(scene.host), TRAWL_OK);
  EXPECT_THAT(scene.host.items, ElementsAre(R"(entry/1/{"title":"T 1","link":null})",
                                            R"(entry/http://a/two/{"title":null,"link":"http://a/two"})"));
  EXPECT_THAT(scene.host.reports, IsEmpty());
}

TEST(FeedPlugin, FeedsComeInTheOrderOfTheConfigurationWhateverTheOrderOfTheAnswers) {
  for (const bool last_first : {false, true}) {
    Scene scene(
        R"({"urls": ["http://a/1", "http://a/2", "http://a/gone", "http://a/3"], "fields": ["feed"]})");
    scene.host.last_first = last_first;
    scene.bodies = {{"http://a/1", rss(item("x"))},
                    {"http://a/2", rss(item("x") + item("y"))},
                    {"http://a/3", rss(item("z"))}};
    EXPECT_EQ(run(scene.host), TRAWL_OK);
    EXPECT_THAT(scene.host.items,
                ElementsAre(R"(entry/x/{"feed":"http://a/1"})", R"(entry/y/{"feed":"http://a/2"})",
                            R"(entry/z/{"feed":"http://a/3"})"));
    EXPECT_GT(scene.host.most_under_way, 1u);
  }
}

TEST(FeedPlugin, PageInsteadOfAFeedIsAnErrorThatListsTheFeedsItOffers) {
  Scene scene(R"({"urls": "http://a/"})");
  scene.bodies["http://a/"] =
      "<!doctype html><link rel=alternate type=application/rss+xml title='All news' href=/rss>"
      "<link rel='ALTERNATE nofollow' type='application/atom+xml' href='http://b/atom'>"
      "<link rel=alternate hreflang=de href=/de><link rel=stylesheet href=x>";
  EXPECT_EQ(run(scene.host), TRAWL_OK);
  EXPECT_THAT(scene.host.items, IsEmpty());
  EXPECT_THAT(scene.host.reports,
              ElementsAre(AllOf(HasSubstr("not_a_feed/http://a/"), HasSubstr("the answer is an HTML page"),
                                HasSubstr("http://a/rss (All news), http://b/atom"))));
}

TEST(FeedPlugin, WhatIsNoFeedSaysWhatItIs) {
  const std::pair<const char*, const char*> cases[] = {{"", "is empty"},
                                                       {"<urlset/>", "<urlset>"},
                                                       {R"({"error": "later"})", "no JSON Feed"},
                                                       {"<html><body>Hello", "names no feed either"}};
  for (const auto& [body, text] : cases) {
    Scene scene(R"({"urls": "http://a/"})");
    scene.bodies["http://a/"] = body;
    EXPECT_EQ(run(scene.host), TRAWL_OK);
    EXPECT_THAT(scene.host.reports, ElementsAre(AllOf(HasSubstr("not_a_feed"), HasSubstr(text))));
  }
}

TEST(FeedPlugin, OnlyNewGivesEachEntryOnce) {
  Scene first(R"({"urls": "http://a/", "only_new": true, "fields": ["id"]})");
  first.bodies["http://a/"] = rss(item("2") + item("1"));
  run(first.host);
  EXPECT_EQ(first.host.items.size(), 2u);

  Scene second(R"({"urls": "http://a/", "only_new": true, "fields": ["id"]})");
  second.host.state = first.host.state;
  second.bodies["http://a/"] = rss(item("3") + item("2"));
  run(second.host);
  EXPECT_THAT(second.host.items, ElementsAre(R"(entry/3/{"id":"3"})"));

  Scene third(R"({"urls": "http://a/", "only_new": true, "fields": ["id"]})");
  third.host.state = second.host.state;
  third.bodies["http://a/"] = rss(item("1"));
  run(third.host);
  EXPECT_THAT(third.host.items, IsEmpty()) << "an entry that comes back is not new";
}

TEST(FeedPlugin, BadConfigurationFailsTheRunWithItsPlace) {
  Scene scene(R"({"urls": ["http://a/", "ftp://b/"]})");
  EXPECT_EQ(run(scene.host), TRAWL_FAILED);
  EXPECT_THAT(scene.host.reports,
              ElementsAre(HasSubstr("config/urls/1: 'ftp://b/' is not an http or https URL")));
  EXPECT_THAT(scene.host.fetched, IsEmpty());
}

}  // namespace
