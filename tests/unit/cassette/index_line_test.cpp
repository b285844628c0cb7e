#include "cassette/index_line.hpp"

#include <gtest/gtest.h>

namespace trawl::cassette {
namespace {

Exchange an_answer() {
  Exchange exchange;
  exchange.question = {.method = "POST", .url = "http://shop.example/find", .request_sha256 = "ab12"};
  exchange.n = 2;
  exchange.outcome = Answer{.status = 404,
                            .final_url = "http://shop.example/found",
                            .headers = {{"content-type", "text/html"}, {"vary", "accept"}},
                            .body = "page.html"};
  exchange.elapsed = Millis(12);
  exchange.attempts = 3;
  return exchange;
}

std::string fault_of(std::string_view line) {
  const auto parsed = parse_line(line);
  return parsed ? "" : parsed.error().message;
}

TEST(IndexLine, ReadsBackAsItself) {
  EXPECT_EQ(parse_line(to_line(an_answer())), an_answer());
  Exchange lost;
  lost.question = {.url = "http://shop.example/", .follow_redirects = false};
  lost.outcome = Failure{model::ErrorKind::timeout, "no answer in 3s"};
  EXPECT_EQ(parse_line(to_line(lost)), lost);
}

TEST(IndexLine, HasItsKeysInOneOrder) {
  EXPECT_EQ(to_line(an_answer()),
            R"({"method":"POST","url":"http://shop.example/find","request_sha256":"ab12","n":2,"status":404,)"
            R"("url_after_redirects":"http://shop.example/found",)"
            R"("headers":[["content-type","text/html"],["vary","accept"]],"body":"page.html",)"
            R"("elapsed_ms":12,"attempts":3})");
}

TEST(IndexLine, NeedsNoMoreThanUrlAndOutcome) {
  const auto parsed = parse_line(R"({"url":"http://shop.example/","status":200})");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->question.method, "GET");
  EXPECT_EQ(parsed->n, 1u);
}

TEST(IndexLine, MakesUtf8OfOtherHeaderBytes) {
  Exchange exchange = an_answer();
  std::get<Answer>(exchange.outcome).headers = {{"x-name", "caf\xE9"}};
  const auto parsed = parse_line(to_line(exchange));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(std::get<Answer>(parsed->outcome).headers[0].second, "café");
}

TEST(IndexLine, RefusesBodiesOutsideTheFolder) {
  for (const char* name : {"../secret", "/etc/passwd", "a/b", ".hidden", "a\\b", ".."}) {
    Exchange exchange = an_answer();
    std::get<Answer>(exchange.outcome).body = name;
    EXPECT_TRUE(fault_of(to_line(exchange)).contains("must be the plain name of a file")) << name;
  }
}

TEST(IndexLine, SaysWhatIsWrongWithALine) {
  EXPECT_TRUE(fault_of("{").starts_with("not JSON"));
  EXPECT_EQ(fault_of("[]"), "a JSON object is expected");
  EXPECT_EQ(fault_of(R"({"status":200})"), "url is missing");
  EXPECT_EQ(fault_of(R"({"url":"u"})"), "either status or failure must be there");
  EXPECT_EQ(fault_of(R"({"url":"u","status":200,"failure":"dns"})"),
            "either status or failure must be there");
  EXPECT_EQ(fault_of(R"({"url":"u","failure":"sunspots"})"), "'sunspots' is no kind of failure");
  EXPECT_EQ(fault_of(R"({"url":"u","status":"200"})"), "status must be a whole number from 100 to 999");
  EXPECT_EQ(fault_of(R"({"url":"u","status":200,"headers":{"a":"b"}})"),
            R"(headers must be a list of ["name", "value"])");
  EXPECT_EQ(fault_of(R"({"url":"u","status":200,"boddy":"x"})"), "unknown key 'boddy', did you mean 'body'?");
}

}  // namespace
}  // namespace trawl::cassette
