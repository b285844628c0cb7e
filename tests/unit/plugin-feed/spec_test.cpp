// The configuration of the plugin feed, good and bad.
#include <gtest/gtest.h>

#include "plugins/feed/schema.hpp"
#include "plugins/feed/spec.hpp"
#include "trawl/json.hpp"

namespace {

using trawl::feed_plugin::parse_spec;

std::string fault(const std::string& config) {
  try {
    parse_spec(config);
  } catch (const trawl::config_fault& found) {
    return found.pointer() + ": " + found.what();
  }
  return "";
}

TEST(FeedSpec, EachFaultNamesItsPlace) {
  EXPECT_EQ(fault(R"({"urls": []})"), "/urls: at least one URL is needed");
  EXPECT_EQ(fault(R"({"urls": ["http://a/", "http://b:99999/"]})").substr(0, 35),
            "/urls/1: 'http://b:99999/' is no UR");
  EXPECT_EQ(fault(R"({"urls": "http://a/", "max_age": "30y"})"),
            "/max_age: '30y' is no age; write a number and s, m, h, d or w, such as 30d");
  EXPECT_EQ(fault(R"({"urls": "http://a/", "key": "x {guid}"})").substr(0, 39),
            "/key: column 3: '{guid}' is none of {id");
  EXPECT_EQ(fault(R"({"urls": "http://a/", "key": "{id"})").substr(0, 5), "/key:");
  EXPECT_EQ(fault(R"({"urls": "http://a/", "fields": ["id", "guid"]})"),
            "/fields/1: 'guid' is no field of an entry");
}

TEST(FeedSpec, AgesHaveUnits) {
  const auto age = [](const std::string& text) {
    return parse_spec(R"({"urls": "http://a/", "max_age": ")" + text + "\"}").max_age->count();
  };
  EXPECT_EQ(age("90s"), 90);
  EXPECT_EQ(age("2h"), 7200);
  EXPECT_EQ(age("30d"), 30 * 86400);
  EXPECT_EQ(age("1w"), 7 * 86400);
}

TEST(FeedSpec, TheSameFeedIsFetchedOnce) {
  EXPECT_EQ(parse_spec(R"({"urls": ["http://a/", "HTTP://A", "http://a/#x"]})").urls.size(), 1u);
}

TEST(FeedSpec, SchemaIsJsonAndDescribesEveryKey) {
  const auto schema = trawl::json::parse(trawl::feed_plugin::schema);
  for (const auto& each : *schema.at("/properties")->as_object())
    EXPECT_FALSE(each.value.string_at("/description").empty()) << each.name;
}

TEST(FeedSpec, SchemaAllowsTheFieldsThatTheCodeKnows) {
  const auto schema = trawl::json::parse(trawl::feed_plugin::schema);
  std::vector<std::string> allowed;
  for (const auto& each : *schema.at("/properties/fields/items/enum")->as_array())
    allowed.push_back(*each.as_string());
  EXPECT_EQ(parse_spec(R"({"urls": "http://a/"})").fields, allowed);
}

}  // namespace
