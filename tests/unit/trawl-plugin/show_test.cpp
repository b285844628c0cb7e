#include "trawl-plugin/show.hpp"

#include <gtest/gtest.h>

#include "tests/support/temp_dir.hpp"

namespace trawl::author {
namespace {

model::ErrorRecord error_at(std::string url) {
  return {.kind = model::ErrorKind::parse, .message = "no price", .url = std::move(url)};
}

TEST(Show, AnItemIsOneLineOfJson) {
  EXPECT_EQ(item_line({"book", "a\"b\n", R"({"x":1})"}), R"({"kind":"book","key":"a\"b\n","data":{"x":1}})");
}

TEST(Show, AnErrorNamesTheUrlOnce) {
  EXPECT_EQ(error_text(error_at("http://a/"), nullptr), "error  parse  no price  http://a/");
  model::ErrorRecord error = error_at("http://a/");
  error.message = "http://a/ has no price";
  EXPECT_EQ(error_text(error, nullptr), "error  parse  http://a/ has no price");
}

TEST(Show, AnErrorTellsWhereTheRecordedPageIs) {
  const test::TempDir folder;
  cassette::Cassette cassette(folder.path());
  cassette::Exchange exchange;
  exchange.question.url = "http://a/start";
  exchange.outcome = cassette::Answer{.final_url = "http://a/end", .body = "page.html"};
  ASSERT_TRUE(cassette.add(exchange));
  for (const char* url : {"http://a/start", "http://a/end"})
    EXPECT_TRUE(
        error_text(error_at(url), &cassette).ends_with("the page: " + (folder / "bodies/page.html").string()))
        << url;
  EXPECT_FALSE(error_text(error_at("http://a/other"), &cassette).contains("the page"));
}

TEST(Show, ExitCodesAreThoseOfARun) {
  EXPECT_EQ(exit_code(model::PlatformStatus::succeeded), 0);
  EXPECT_EQ(exit_code(model::PlatformStatus::partial), 10);
  EXPECT_EQ(exit_code(model::PlatformStatus::failed), 11);
}

}  // namespace
}  // namespace trawl::author
