// Where a method's parameters come from: path, query, body, Idempotency-Key.
#include "trawl-httpd/arguments.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

namespace trawl::httpd {
namespace {

namespace json = boost::json;

class Arguments : public testing::Test {
 protected:
  api::Table table_ = api::daemon_methods();
  Routes routes_{table_};

  Result<json::object> read(std::string verb, std::string path, std::string query, std::string body = "",
                            std::vector<Field> fields = {}) {
    const auto match = routes_.find(verb, path);
    if (!match) return std::unexpected(match.error());
    return arguments(*match, {.verb = verb,
                              .path = path,
                              .query = std::move(query),
                              .fields = std::move(fields),
                              .body = std::move(body)});
  }
  std::string text(Result<json::object> values) {
    return values ? json::serialize(*values) : std::string(info(values.error().code).name);
  }
  std::string get(std::string path, std::string query) {
    return text(read("GET", std::move(path), std::move(query)));
  }
  std::string retry(std::string body, std::vector<Field> fields = {}, std::string query = "") {
    return text(read("POST", "/api/v1/runs/7/retry", std::move(query), std::move(body), std::move(fields)));
  }
};

TEST_F(Arguments, OfThePathHaveTheTypeThatTheMethodDeclares) {
  EXPECT_EQ(get("/api/v1/runs/7", ""), R"({"run_id":7})");
  EXPECT_EQ(get("/api/v1/schedules/7", ""), R"({"name":"7"})");
}

TEST_F(Arguments, OfTheQueryBecomeNumbersFlagsAndLists) {
  EXPECT_EQ(get("/api/v1/runs", "limit=5&active=true&include=platforms,errors"),
            R"({"limit":5,"active":true,"include":["platforms","errors"]})");
}

TEST_F(Arguments, ThatDoNotFitStayTextForTheDaemonToRefuse) {
  EXPECT_EQ(get("/api/v1/runs", "limit=5x&active=yes"), R"({"limit":"5x","active":"yes"})");
  EXPECT_EQ(get("/api/v1/runs", "limit=99999999999999999999"), R"({"limit":"99999999999999999999"})");
  EXPECT_EQ(get("/api/v1/runs/last", ""), R"({"run_id":"last"})");
  EXPECT_EQ(get("/api/v1/runs", "unheard=of"), R"({"unheard":"of"})");
}

TEST_F(Arguments, GivenTwiceMustAgree) {
  EXPECT_EQ(get("/api/v1/runs", "limit=5&limit=5"), R"({"limit":5})");
  EXPECT_EQ(get("/api/v1/runs", "limit=5&limit=6"), "invalid_params");
  EXPECT_EQ(get("/api/v1/runs/7", "run_id=8"), "invalid_params");
  EXPECT_EQ(get("/api/scrape/runs/active", "active=false"), "invalid_params")
      << "the path stands for active=true";
  EXPECT_EQ(retry(R"({"run_id":8})"), "invalid_params");
  EXPECT_EQ(retry(R"({"run_id":7})"), R"({"run_id":7})");
}

TEST_F(Arguments, TheRefusalOfTwoValuesNamesTheField) {
  const auto refused = read("GET", "/api/v1/runs", "limit=5&limit=6");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().data.at("field"), "/limit");
}

TEST_F(Arguments, OfTheBodyAreTakenAsTheyAre) {
  EXPECT_EQ(retry(R"({"platforms":["a"]})"), R"({"run_id":7,"platforms":["a"]})");
  EXPECT_EQ(retry(""), R"({"run_id":7})");
  EXPECT_EQ(retry("{}"), R"({"run_id":7})");
}

TEST_F(Arguments, ABodyMustBeOneObject) {
  EXPECT_EQ(retry("[]"), "invalid_params");
  EXPECT_EQ(retry("null"), "invalid_params");
  for (const char* body : {"{", "{} {}", "nul", R"({"a":1,"a":2})", "\xff", R"({"a":1e400})"})
    EXPECT_EQ(retry(body), "parse_error") << body;
  EXPECT_EQ(retry(R"({"a":)" + std::string(40, '[') + std::string(40, ']') + "}"), "parse_error");
}

TEST_F(Arguments, TheBodyOfAGetMeansNothing) {
  EXPECT_EQ(text(read("GET", "/api/v1/runs", "", R"({"limit":1})")), "{}");
}

TEST_F(Arguments, AnIdempotencyKeyComesQuotedOrBare) {
  EXPECT_EQ(retry("", {{"idempotency-key", R"("k-1")"}}), R"({"run_id":7,"idempotency_key":"k-1"})");
  EXPECT_EQ(retry("", {{"idempotency-key", "k-1"}}), R"({"run_id":7,"idempotency_key":"k-1"})");
  EXPECT_EQ(retry(R"({"idempotency_key":"k-2"})", {{"idempotency-key", "k-1"}}), "invalid_params");
}

TEST_F(Arguments, AnIdempotencyKeyIsNoneWhereNothingChanges) {
  EXPECT_EQ(text(read("GET", "/api/v1/runs", "", "", {{"idempotency-key", "k"}})), "{}");
}

}  // namespace
}  // namespace trawl::httpd
