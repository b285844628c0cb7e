// The shop example in every language gives identical items and errors on the same answers.
#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <trawl/plugin.h>

#include <algorithm>
#include <filesystem>

#include "tests/unit/sdk-plugin/fake_host.hpp"

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

const std::string site = "https://shop.example";

FakeHost::Answer text(std::string body, std::string link = "") {
  FakeHost::Answer answer{TRAWL_NET_OK, 200, std::move(body), "", {}};
  if (!link.empty()) answer.headers.emplace_back("link", link);
  return answer;
}

// Two pages; one stock is missing, one is no number, one line is no article.
FakeHost::Answer shop(const std::string& url) {
  if (url == site + "/prices")
    return text(
        "id\ttitle\tcents\na1\tLamp, small\t1999\na2\tThe \"old\" \\ lämp\t5\nnonsense\n\na3\tGone\t1\n",
        "<https://shop.example/>; rel=\"index\", <https://shop.example/prices?page=2>; rel=\"next\"");
  if (url == site + "/prices?page=2")
    return text("id\ttitle\tcents\r\nb1\tTable\t120000\r\n../x\tEvil\t1\r\nb2\tChair\t-1\r\nb3\tStool\t900",
                "<https://shop.example/prices>; rel=\"prev\"");
  if (url == site + "/stock/a1") return text("12\n");
  if (url == site + "/stock/a2") return text(" 0 ");
  if (url == site + "/stock/b1") return text("many");
  if (url == site + "/stock/b3") return text("3\r\n");
  return {TRAWL_NET_OK, 404, "", "404 Not Found", {}};
}

class Shop : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const std::string library = is_python() ? TRAWL_BINARY_DIR "/lib/trawl/plugins-1/python.so"
                                            : TRAWL_BINARY_DIR "/examples/" + std::string(GetParam()) + ".so";
    if (!std::filesystem::exists(library)) GTEST_SKIP() << library << " is not built here";
    void* loaded = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);  // stays, as in the worker
    ASSERT_TRUE(loaded) << ::dlerror();
    const auto entry = reinterpret_cast<const trawl_module* (*)()>(::dlsym(loaded, "trawl_module_v1"));
    ASSERT_TRUE(entry);
    plugin_ = entry()->plugins[0];
  }

  trawl_status run(FakeHost& host) {
    host.config = {{"/list", site + "/prices"}, {"/stock", site + "/stock/"}};
    if (is_python()) {
      const std::string script = TRAWL_SOURCE_DIR "/sdk/examples/shop/python/shop.py";
      host.config["/script"] = script;
      host.config[""] = "{\"script\":\"" + script + "\",\"list\":\"" + site + "/prices\",\"stock\":\"" +
                        site + "/stock/\"}";
    }
    return plugin_->run(&host);
  }

  bool is_python() const {
    return GetParam() == std::string("shop-python");
  }  // a script for the bridge plugin

  const trawl_plugin* plugin_ = nullptr;
};

INSTANTIATE_TEST_SUITE_P(In, Shop, testing::Values("shop-c", "shop-cpp", "shop-rust", "shop-python"),
                         [](const auto& info) {
                           std::string name = info.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST_P(Shop, EmitsTheSameItemsInTheOrderOfTheList) {
  for (const bool last_first : {false, true}) {
    for (const std::uint32_t window : {1u, 2u, 16u}) {
      FakeHost host(window);
      host.answer = shop;
      host.last_first = last_first;
      EXPECT_EQ(run(host), TRAWL_OK);
      EXPECT_THAT(host.items,
                  ElementsAre(R"(product/a1/{"id":"a1","title":"Lamp, small","cents":1999,"stock":12})",
                              R"(product/a2/{"id":"a2","title":"The \"old\" \\ lämp","cents":5,"stock":0})",
                              R"(product/b3/{"id":"b3","title":"Stool","cents":900,"stock":3})"));
      EXPECT_EQ(host.held, 0u);
    }
  }
}

TEST_P(Shop, ListsWhatIsWrongAndGoesOn) {
  FakeHost host;
  host.answer = shop;
  EXPECT_EQ(run(host), TRAWL_OK);
  EXPECT_THAT(host.reports,
              ElementsAre("3/bad_line/https://shop.example/prices/line 4 is not id, title, cents",
                          "3/bad_line/https://shop.example/prices?page=2/line 3 is not id, title, cents",
                          "3/bad_line/https://shop.example/prices?page=2/line 4 is not id, title, cents",
                          "3/bad_stock/https://shop.example/stock/b1/the stock is no whole number"));
}

TEST_P(Shop, AsksInTheSameOrderAndKeepsTheWindowFull) {
  FakeHost host(3);
  host.answer = shop;
  EXPECT_EQ(run(host), TRAWL_OK);
  EXPECT_THAT(host.fetched,
              ElementsAre(site + "/prices", site + "/stock/a1", site + "/stock/a2", site + "/stock/a3",
                          site + "/prices?page=2", site + "/stock/b1", site + "/stock/b3"));
  EXPECT_EQ(host.most_under_way, 3u);
}

TEST_P(Shop, ReadsAThousandArticles) {
  FakeHost host(16);
  std::string list = "id\ttitle\tcents\n";
  for (int number = 0; number < 1000; ++number)
    list += "n" + std::to_string(number) + "\tThing\t" + std::to_string(number) + "\n";
  host.answer = [&](const std::string& url) { return text(url == site + "/prices" ? list : "7"); };
  EXPECT_EQ(run(host), TRAWL_OK);
  EXPECT_EQ(host.items.size(), 1000u);
  EXPECT_EQ(host.most_under_way, 16u);
}

TEST_P(Shop, StopsWhenTheRunIsToStop) {
  for (int answers = 0; answers < 7; ++answers) {
    FakeHost host(2);
    host.answer = shop;
    host.cancel_after = answers;
    EXPECT_EQ(run(host), TRAWL_CANCELLED) << answers;
    EXPECT_EQ(host.held, 0u);
    EXPECT_THAT(host.reports, testing::Not(testing::Contains(StartsWith("3/exception"))));
  }
}

TEST_P(Shop, EndsQuietlyWithoutAList) {
  FakeHost host;
  host.answer = [](const std::string&) { return FakeHost::Answer{TRAWL_NET_TIMEOUT, 0, "", "late", {}}; };
  EXPECT_EQ(run(host), TRAWL_OK);  // trawl has listed the failed request
  EXPECT_THAT(host.items, IsEmpty());
  EXPECT_THAT(host.reports, IsEmpty());
}

TEST_P(Shop, NeedsItsConfiguration) {
  FakeHost host;
  EXPECT_EQ(plugin_->run(&host), TRAWL_FAILED);
  EXPECT_THAT(host.reports, ElementsAre(StartsWith("3/config/")));
}

}  // namespace
