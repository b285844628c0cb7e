// Documents, error payloads, and what is no JSON.
#include "plugins/json/answer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace trawl::json_plugin;
using testing::HasSubstr;

Spec spec(const std::string& more = "") {
  return parse_spec(R"({"start": "http://a/")" + more + "}");
}

// "code text" of the problem that an answer is; "" for a document.
std::string problem(const Spec& spec, int status, const std::string& body,
                    const std::string& type = "application/json") {
  const auto reading = read_answer(spec, {status, type, body});
  return reading.problem ? reading.problem->code + " " + reading.problem->text : "";
}

TEST(Answer, ErrorStatusSpeaksTheApisOwnWords) {
  EXPECT_EQ(problem(spec(), 422, R"({"message": "Validation Failed"})"),
            "http_status 422: Validation Failed");
  EXPECT_EQ(problem(spec(), 400, R"({"errors": [{"detail": "no such filter"}]})"),
            "http_status 400: no such filter");
  EXPECT_EQ(problem(spec(), 429, R"({"error": {"message": "slow down"}})"), "rate_limited 429: slow down");
  EXPECT_EQ(problem(spec(R"(, "message": "$.faults[*].text")"), 400,
                    R"({"faults": [{"text": "a"}, {"text": "b"}]})"),
            "http_status 400: a; b");
}

TEST(Answer, ErrorStatusWithoutWordsShowsWhatCame) {
  EXPECT_EQ(problem(spec(), 502, "<html>\nBad Gateway", "text/html"),
            "http_status 502 (text/html, begins with '<html> Bad Gateway')");
  EXPECT_EQ(problem(spec(), 404, "", ""), "http_status 404 (no content type, an empty body)");
}

TEST(Answer, PayloadThatARuleRecognisesIsAnErrorWhateverItsStatus) {
  const auto any = spec(R"(, "error_when": {"pointer": "/error"})");
  EXPECT_EQ(problem(any, 200, R"({"error": "An error.."})"), "api An error..");
  EXPECT_EQ(problem(any, 200, R"({"error": {"code": 7}})"), "api {\"error\":{\"code\":7}}");
  for (const char* fine : {R"({"error": null})", R"({"error": false})", R"({"error": 0})", R"({"error": ""})",
                           R"({"error": []})", R"({"data": 1})"}) {
    EXPECT_EQ(problem(any, 200, fine), "") << fine;
  }
  const auto by_value = spec(R"(, "error_when": {"path": "$..status", "equals": 503}, "message": "/op")");
  EXPECT_EQ(problem(by_value, 200, R"({"op": "mcm", "status": 503.0})"), "api mcm");
  EXPECT_EQ(problem(by_value, 200, R"({"op": "mcm", "status": 200})"), "");
}

TEST(Answer, WhatIsNoJsonIsAParseErrorWithTypeAndBeginning) {
  const auto text = problem(spec(), 200, "<!DOCTYPE html><title>Login", "text/html; charset=utf-8");
  EXPECT_THAT(text, testing::StartsWith("parse the text is not JSON"));
  EXPECT_THAT(text, HasSubstr("(text/html; charset=utf-8, begins with '<!DOCTYPE html><title>Login')"));
  EXPECT_THAT(problem(spec(), 200, ""), HasSubstr("parse the JSON text is empty"));
  EXPECT_THAT(problem(spec(), 200, std::string(10'000, '[') + std::string(10'000, ']')),
              HasSubstr("nested deeper than 256"));
}

TEST(Answer, NoContentIsNeitherDocumentNorProblem) {
  const auto reading = read_answer(spec(), {204, "", ""});
  EXPECT_FALSE(reading.document);
  EXPECT_FALSE(reading.problem);
}

TEST(Answer, LongWordsAreCutBetweenCharacters) {
  std::string words;
  for (int i = 0; i < 1000; ++i) words += "\xC3\xA4";
  const auto text = problem(spec(), 400, "{\"message\": \"x" + words + "\"}");
  EXPECT_LT(text.size(), 600u);
  EXPECT_TRUE(is_utf8(text));
}

}  // namespace
