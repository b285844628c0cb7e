// The configuration of the plugin sitemap, good and bad.
#include "plugins/sitemap/spec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <trawl/json.hpp>

#include "plugins/html/schema.hpp"
#include "plugins/sitemap/schema.hpp"

namespace {

using testing::HasSubstr;
using trawl::sitemap_plugin::parse_spec;

// The fault of a configuration that has `more` beside a URL.
std::string fault(const std::string& more) {
  try {
    parse_spec(R"({"url": "http://a/map.xml", )" + more + "}");
  } catch (const trawl::config_fault& found) {
    return found.pointer() + ": " + found.what();
  }
  return "";
}

TEST(SitemapSpec, EachFaultNamesItsPlace) {
  EXPECT_EQ(fault(R"("since": "7y")"),
            "/since: '7y' is no age; write a number and s, m, h, d or w, such as 30d");
  EXPECT_EQ(fault(R"("undated": "drop")"), "/undated: 'drop' is neither keep nor skip");
  EXPECT_EQ(fault(R"("key": "{url}")"),
            "/key: a key goes with fields; without them an item is called by its URL");
  EXPECT_THROW(parse_spec("{}"), trawl::config_fault);
  EXPECT_THROW(parse_spec(R"({"url": ["http://a/", "ftp://b/"]})"), trawl::config_fault);
}

TEST(SitemapSpec, PatternAndSelectorFaultsNameTheColumn) {
  EXPECT_THAT(fault(R"("include": "/article/(")"),
              testing::AllOf(HasSubstr("/include: "), HasSubstr("column")));
  EXPECT_THAT(fault(R"("exclude": ["/a/", "[z-a]"])"), HasSubstr("/exclude/1: "));
  EXPECT_THAT(fault(R"("fields": {"t": {"css": "h1 >"}})"),
              testing::AllOf(HasSubstr("/fields/t/css: "), HasSubstr("column")));
  EXPECT_THAT(fault(R"("fields": {"t": {"css": "h1"}}, "key": "{x}")"), HasSubstr("/key: "));
}

TEST(SitemapSpec, DefaultsAreThoseOfTheSchema) {
  const auto spec = parse_spec(R"({"url": "http://a/map.xml"})");
  const auto schema = trawl::json::parse(trawl::sitemap_plugin::schema);
  EXPECT_EQ(static_cast<std::int64_t>(spec.max_pages), schema.int64_at("/properties/max_pages/default"));
  EXPECT_EQ(static_cast<std::int64_t>(spec.max_sitemaps),
            schema.int64_at("/properties/max_sitemaps/default"));
  EXPECT_EQ(spec.kind, schema.string_at("/properties/kind/default"));
  EXPECT_EQ(spec.keeps_undated, schema.string_at("/properties/undated/default") == "keep");
  EXPECT_EQ(spec.only_new, schema.bool_at("/properties/only_new/default", true));
}

TEST(SitemapSpec, SchemaDescribesEveryKeyAndHasTheFieldsOfTheHtmlPlugin) {
  const auto schema = trawl::json::parse(trawl::sitemap_plugin::schema);
  for (const auto& each : *schema.at("/properties")->as_object())
    EXPECT_FALSE(each.value.string_at("/description").empty()) << each.name;
  const auto html = trawl::json::parse(trawl::html_plugin::schema);
  const auto names = [](const trawl::json::value& of) {
    std::vector<std::string> out;
    for (const auto& each : *of.at("/properties/fields/additionalProperties/properties")->as_object())
      out.emplace_back(each.name);
    return out;
  };
  EXPECT_EQ(names(schema), names(html));
}

TEST(SitemapSpec, PageIsReadAsTheHtmlPluginReadsIt) {
  const auto spec = parse_spec(
      R"({"url": "http://a/map.xml", "kind": "article", "key": "{id}", "fields": {"id": {"meta": "id"}}})");
  ASSERT_TRUE(spec.page);
  EXPECT_EQ(spec.page->fields.front().name, "id");
  EXPECT_EQ(spec.page->key.size(), 1u);
  EXPECT_EQ(spec.kind, "article");
}

}  // namespace
