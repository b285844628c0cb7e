// From verb and path to a method: over a table of the test's own for the rules, over the daemon's for the
// promise.
#include "trawl-httpd/routes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace trawl::httpd {
namespace {

using testing::HasSubstr;

api::Answer nothing(api::Call&) {
  return boost::json::value();
}

api::Method method(std::string_view name, std::vector<api::HttpRoute> http, bool changes = false) {
  return {.name = name,
          .summary = "for tests",
          .params = {{.name = "name", .type = api::Type::text, .about = "which"}},
          .handler = nothing,
          .changes = changes,
          .http = std::move(http)};
}

class RoutesTest : public testing::Test {
 protected:
  api::Table table_{{method("things.get", {{"GET", "/things/{name}"}}),
                     method("things.newest", {{"GET", "/things/newest"}}),
                     method("things.remove", {{"DELETE", "/things/{name}"}}, true),
                     method("things.list", {{"GET", "/things", 200, {{"name", "all"}}}}),
                     method("things.stir", {{"POST", "/things/{name}/stir"}}, true)}};
  Routes routes_{table_};

  std::string_view method_of(std::string_view verb, std::string_view path) {
    const auto match = routes_.find(verb, path);
    return match ? match->method->name : info(match.error().code).name;
  }
};

TEST_F(RoutesTest, AFixedSegmentWinsOverAParameter) {
  EXPECT_EQ(method_of("GET", "/things/newest"), "things.newest");
  EXPECT_EQ(method_of("GET", "/things/oldest"), "things.get");
}

TEST_F(RoutesTest, TheVerbChoosesBetweenMethodsOfOnePath) {
  EXPECT_EQ(method_of("DELETE", "/things/newest"), "things.remove");
  EXPECT_EQ(method_of("HEAD", "/things/a"), "things.get");
}

TEST_F(RoutesTest, AParameterIsOneSegmentThatIsNotEmpty) {
  for (const std::string_view path :
       {"/things/", "/things//stir", "/things/a/b", "/thing", "", "/", "things/a"})
    EXPECT_EQ(method_of(path.ends_with("stir") ? "POST" : "GET", path), "route_not_found") << path;
}

TEST_F(RoutesTest, AnEncodedSlashStaysWithinItsSegment) {
  const auto match = routes_.find("GET", "/things/a%2Fnewest");
  ASSERT_TRUE(match);
  EXPECT_EQ(match->method->name, "things.get");
  EXPECT_EQ(match->params.at("name"), "a/newest");
  EXPECT_EQ(method_of("GET", "/things%2Fa"), "route_not_found");
}

TEST_F(RoutesTest, WhatThePathStandsForIsAParameter) {
  const auto match = routes_.find("GET", "/things");
  ASSERT_TRUE(match);
  EXPECT_EQ(match->params.at("name"), "all");
}

TEST_F(RoutesTest, APathThatCannotBeDecodedIsABadRequest) {
  EXPECT_EQ(method_of("GET", "/things/%zz"), "bad_request");
  EXPECT_EQ(method_of("GET", "/things/%00"), "bad_request");
}

TEST_F(RoutesTest, AVerbThatAPathDoesNotTakeNamesThoseItTakes) {
  const auto refused = routes_.find("POST", "/things/a");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::method_not_allowed);
  EXPECT_EQ(refused.error().data.at("allow"), "DELETE, GET, HEAD");
  EXPECT_EQ(routes_.allow("/things/a/stir"), "POST");
  EXPECT_EQ(routes_.allow("/nothing"), "");
}

TEST_F(RoutesTest, APathThatIsNoneNamesTheNearest) {
  const auto refused = routes_.find("GET", "/things/newest/");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::route_not_found);
  EXPECT_THAT(refused.error().message, HasSubstr("/things/newest"));
}

TEST(RoutesOfATable, AGetThatChangesSomethingIsAProgrammingError) {
  const api::Table table({method("things.remove", {{"GET", "/remove/{name}"}}, true)});
  EXPECT_THROW(Routes{table}, std::logic_error);
}

TEST(RoutesOfATable, AParameterThatTheMethodDoesNotHaveIsAProgrammingError) {
  const api::Table table({method("things.get", {{"GET", "/things/{nmae}"}})});
  EXPECT_THROW(Routes{table}, std::logic_error);
}

TEST(RoutesOfTheDaemon, EveryPathFindsItsOwnMethod) {
  const api::Table table = api::daemon_methods();
  const Routes routes(table);
  EXPECT_GT(routes.all().size(), 40U);
  for (const Routes::Entry& entry : routes.all()) {
    std::string path(entry.route->path);
    for (auto brace = path.find('{'); brace != std::string::npos; brace = path.find('{'))
      path.replace(brace, path.find('}') - brace + 1, "7");
    const auto match = routes.find(entry.route->verb, path);
    ASSERT_TRUE(match) << path;
    EXPECT_EQ(match->route, entry.route) << path << " is hidden by " << match->route->path;
  }
}

}  // namespace
}  // namespace trawl::httpd
