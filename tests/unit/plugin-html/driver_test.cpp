// The whole plugin through its C interface, against a host in memory.
#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <trawl/plugin.h>
#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string to_string(trawl_str text) {
  return {text.ptr, text.len};
}
trawl_str to_str(const std::string& text) {
  return {text.data(), text.size()};
}

struct Page {
  std::string body;
  std::string type = "text/html; charset=utf-8";
  int status = 200;
  std::string moved_to;  // the URL after redirects, when it is another one
};

// Answers the latest request first, so that nothing comes in the order it was asked for.
struct Host : trawl_ctx {
  std::map<std::string, Page> pages;
  std::string config;
  std::vector<std::string> fetched, keys, items, errors;
  trawl_run_info run_info{};

  struct Answer {
    trawl_response response{};
    std::string url, type;
    trawl_header header{};
  };
  std::vector<std::pair<std::uint64_t, std::string>> queue;
  std::set<Answer*> held;
  std::size_t most_at_once = 0;  // requests that waited for their answers

  Host() {
    static const trawl_api table = make_api();
    api = &table;
    run_info.size = sizeof run_info;
    run_info.max_in_flight = 4;
  }

  static Host& of(trawl_ctx* ctx) { return *static_cast<Host*>(ctx); }

  trawl_status wait(const trawl_response** out) {
    if (queue.empty()) return TRAWL_IDLE;
    const auto [tag, url] = queue.back();
    queue.pop_back();
    auto* answer = new Answer;
    held.insert(answer);
    const auto found = pages.find(url);
    const Page& page = found == pages.end() ? pages["missing"] : found->second;
    answer->url = page.moved_to.empty() ? url : page.moved_to;
    answer->type = page.type;
    answer->header = {{"Content-Type", 12}, to_str(answer->type)};
    answer->response.size = sizeof(trawl_response);
    answer->response.tag = tag;
    answer->response.http_status = found == pages.end() ? 404 : page.status;
    answer->response.url = to_str(answer->url);
    answer->response.body = to_str(page.body);
    answer->response.headers = &answer->header;
    answer->response.header_count = 1;
    *out = &answer->response;
    return TRAWL_OK;
  }

  static trawl_api make_api() {
    trawl_api out{};
    out.size = sizeof out;
    out.abi_major = TRAWL_ABI_MAJOR;
    out.info = [](trawl_ctx* ctx) -> const trawl_run_info* { return &of(ctx).run_info; };
    out.fetch = [](trawl_ctx* ctx, const trawl_request* request) -> trawl_status {
      of(ctx).fetched.push_back(to_string(request->url));
      of(ctx).queue.emplace_back(request->tag, to_string(request->url));
      of(ctx).most_at_once = std::max(of(ctx).most_at_once, of(ctx).queue.size());
      return TRAWL_OK;
    };
    out.wait = [](trawl_ctx* ctx, std::int64_t, const trawl_response** response) {
      return of(ctx).wait(response);
    };
    out.release = [](trawl_ctx* ctx, const trawl_response* response) {
      for (Answer* each : of(ctx).held) {
        if (&each->response != response) continue;
        of(ctx).held.erase(each);
        delete each;
        return;
      }
      ADD_FAILURE() << "a response was released twice";
    };
    out.emit = [](trawl_ctx* ctx, trawl_str, trawl_str key, trawl_str json) -> trawl_status {
      if (key.len == 0 || key.len > 512 || json.len > 1024 * 1024) return TRAWL_INVALID;
      of(ctx).keys.push_back(to_string(key));
      of(ctx).items.push_back(to_string(json));
      return TRAWL_OK;
    };
    out.report = [](trawl_ctx* ctx, std::int32_t severity, trawl_str code, trawl_str url,
                    trawl_str text) -> trawl_status {
      of(ctx).errors.push_back((severity == TRAWL_WARNING ? "warning " : "") + to_string(code) + " " +
                               to_string(url) + " " + to_string(text));
      return TRAWL_OK;
    };
    out.log = [](trawl_ctx*, std::int32_t, trawl_str) {};
    out.progress = [](trawl_ctx*, std::uint64_t, std::uint64_t, trawl_str) {};
    out.config_json = [](trawl_ctx* ctx, trawl_str, trawl_str* json) -> trawl_status {
      *json = to_str(of(ctx).config);
      return TRAWL_OK;
    };
    out.stopping = [](trawl_ctx*) { return 0; };
    return out;
  }

  trawl_status run() {
    void* library = dlopen(HTML_PLUGIN, RTLD_NOW | RTLD_LOCAL);
    if (!library) throw std::runtime_error(dlerror());
    const auto entry = reinterpret_cast<const trawl_module* (*)()>(dlsym(library, "trawl_module_v1"));
    const trawl_status status = entry()->plugins[0]->run(this);
    EXPECT_THAT(held, IsEmpty()) << "every response is released";
    return status;
  }
};

constexpr auto list_config = R"config({"start": "http://a/1", "next": "a.next", "each": "p", "key": "{t}",
                                       "fields": {"t": {"css": ":scope"}}})config";

TEST(HtmlPlugin, FollowsNextAndVisitsNoPageTwice) {
  Host host;
  host.config = list_config;
  host.pages["http://a/1"] = {"<p>one<a class=next href=2>"};
  host.pages["http://a/2"] = {"<p>two<p>three<a class=next href=/1>"};
  EXPECT_EQ(host.run(), TRAWL_OK);
  EXPECT_THAT(host.fetched, ElementsAre("http://a/1", "http://a/2"));
  EXPECT_THAT(host.keys, ElementsAre("one", "two", "three"));
  EXPECT_THAT(host.errors, IsEmpty());
}

TEST(HtmlPlugin, PageReachedByRedirectCountsAsVisited) {
  Host host;
  host.config = list_config;
  host.pages["http://a/1"] = {"<p>one<a class=next href=/one>", "text/html", 200, "http://a/one"};
  host.run();
  EXPECT_THAT(host.fetched, ElementsAre("http://a/1"));
}

TEST(HtmlPlugin, StopsAtMaxPages) {
  Host host;
  host.config =
      R"config({"start": "http://a/1", "next": "a", "max_pages": 2, "fields": {"t": {"css": "a"}}})config";
  for (int i = 1; i < 5; ++i)
    host.pages["http://a/" + std::to_string(i)] = {"<a href=" + std::to_string(i + 1) + ">x"};
  host.run();
  EXPECT_THAT(host.fetched, ElementsAre("http://a/1", "http://a/2"));
}

TEST(HtmlPlugin, DetailsComeInTheOrderOfTheirLinks) {
  Host host;
  host.config = R"config({"start": ["http://a/1", "http://a/2"], "follow": "li a", "key": "{url}",
                          "fields": {"t": {"css": "h1"}}})config";
  host.pages["http://a/1"] = {"<li><a href=x></a><li><a href=y></a><li><a href=gone></a><li><a href=z></a>"};
  host.pages["http://a/2"] = {"<li><a href=y></a><li><a href=w></a>"};
  for (const char* name : {"x", "y", "z", "w"})
    host.pages[std::string("http://a/") + name] = {std::string("<h1>") + name};
  EXPECT_EQ(host.run(), TRAWL_OK);
  EXPECT_THAT(host.keys, ElementsAre("http://a/x", "http://a/y", "http://a/z", "http://a/w"));
  EXPECT_EQ(host.fetched.size(), 7u);
}

TEST(HtmlPlugin, ListThatLeadsNowhereIsFetchedSeveralAtATimeAndEmittedInItsOrder) {
  Host host;
  host.config = R"config({"start": ["http://a/1", "http://a/2", "http://a/gone", "http://a/1", "http://a/3"],
                          "max_pages": 5, "fields": {"t": {"css": "p"}}})config";
  for (const char* name : {"1", "2", "3"})
    host.pages[std::string("http://a/") + name] = {std::string("<p>") + name};
  EXPECT_EQ(host.run(), TRAWL_OK);
  EXPECT_THAT(host.items, ElementsAre(R"({"t":"1"})", R"({"t":"2"})", R"({"t":"3"})"));
  EXPECT_THAT(host.fetched, ElementsAre("http://a/1", "http://a/2", "http://a/gone", "http://a/3"));
  EXPECT_GT(host.most_at_once, 1u);
}

TEST(HtmlPlugin, MaxPagesCutsTheList) {
  Host host;
  host.config = R"config({"start": ["http://a/1", "http://a/2", "http://a/3"], "max_pages": 2,
                          "fields": {"t": {"css": "p"}}})config";
  host.run();
  EXPECT_THAT(host.fetched, ElementsAre("http://a/1", "http://a/2"));
}

TEST(HtmlPlugin, FailedPageEndsItsChainAndNoOther) {
  Host host;
  host.config = R"config({"start": ["http://a/bad", "http://a/1"], "fields": {"t": {"css": "p"}}})config";
  host.pages["http://a/1"] = {"<p>one"};
  EXPECT_EQ(host.run(), TRAWL_OK);
  EXPECT_THAT(host.items, ElementsAre(R"({"t":"one"})"));
  EXPECT_THAT(host.errors, IsEmpty()) << "the host lists failed fetches itself";
}

TEST(HtmlPlugin, WhatIsNoPageIsAParseError) {
  for (const Page& page : {Page{R"({"error": "try later"})", "application/json"},
                           Page{std::string(500, '\0')}, Page{R"({"error": "try later"})"}}) {
    Host host;
    host.config = R"config({"start": "http://a/1", "fields": {"t": {"css": "h1"}}})config";
    host.pages["http://a/1"] = page;
    EXPECT_EQ(host.run(), TRAWL_OK);
    EXPECT_THAT(host.items, IsEmpty());
    EXPECT_THAT(host.errors, ElementsAre(testing::StartsWith("parse http://a/1 the answer is")));
  }
}

TEST(HtmlPlugin, PageWithoutItemsIsAWarningThatSaysWhatIsNotThere) {
  Host host;
  host.config = list_config;
  host.pages["http://a/1"] = {"<div>Come back later"};
  EXPECT_EQ(host.run(), TRAWL_OK);
  EXPECT_THAT(host.items, IsEmpty());
  EXPECT_THAT(host.errors,
              ElementsAre("warning empty_result http://a/1 no items in http://a/1: each 'p' finds "
                          "nothing: nothing is <p> (elements there: div)"));
}

TEST(HtmlPlugin, PageBeyondTheLimitsIsAParseErrorThatNamesIt) {
  Host host;
  host.config = list_config;
  for (int i = 0; i < 10'000; ++i) host.pages["http://a/1"].body += "<div>";
  EXPECT_EQ(host.run(), TRAWL_OK);
  EXPECT_THAT(host.errors, ElementsAre(HasSubstr("http://a/1: the page nests elements deeper")));
}

TEST(HtmlPlugin, MissingRequiredFieldIsAnErrorWithTheUrlAndTheOtherItemsCome) {
  Host host;
  host.config = R"config({"start": "http://a/1", "each": "p", "key": "{t}",
    "fields": {"t": {"css": "b"}, "n": {"css": "i", "required": true}}})config";
  host.pages["http://a/1"] = {"<p><b>a</b><p><b>b</b><i>1</i>"};
  EXPECT_EQ(host.run(), TRAWL_OK);
  EXPECT_THAT(host.keys, ElementsAre("b"));
  EXPECT_THAT(host.errors,
              ElementsAre(HasSubstr(
                  "missing_field http://a/1 required field 'n' in http://a/1: css 'i' finds nothing: ")));
}

TEST(HtmlPlugin, KeysAndItemsBeyondTheHostsLimits) {
  Host host;
  host.config =
      R"config({"start": "http://a/1", "each": "p", "key": "{t}", "fields": {"t": {"css": ":scope"}}})config";
  host.pages["http://a/1"] = {"<p>" + std::string(600, 'k') + "<p>" + std::string(600, 'k') + "l<p>" +
                              std::string(1024 * 1024, 'x') + "<p>last"};
  EXPECT_EQ(host.run(), TRAWL_OK);
  ASSERT_EQ(host.keys.size(), 3u);
  EXPECT_LE(host.keys[0].size(), 512u);
  EXPECT_NE(host.keys[0], host.keys[1]);
  EXPECT_EQ(host.keys[2], "last");
  EXPECT_THAT(host.errors, ElementsAre(HasSubstr("item http://a/1")));
}

TEST(HtmlPlugin, BadConfigurationFailsTheRunWithItsPlace) {
  Host host;
  host.config = R"config({"start": "http://a/1", "fields": {"t": {"css": "h1 >"}}})config";
  EXPECT_EQ(host.run(), TRAWL_FAILED);
  EXPECT_THAT(host.errors, ElementsAre(HasSubstr("config/fields/t/css: selector 'h1 >', column 5")));
  EXPECT_THAT(host.fetched, IsEmpty());
}

}  // namespace
