// Recorded recipe sites: every field of every page through a configuration of the plugin.
#include <trawl/json_writer.hpp>

#include "plugins/html/extract.hpp"
#include "tests/conformance/sdk-html/rows.hpp"

namespace {

using namespace trawl::html_plugin;

std::string config_for(const trawl::json::value& row) {
  trawl::json::writer out;
  out.begin_object().key("start").value("http://" + row.string_at("/host") + "/");
  out.key("each").value(":root").key("key").value("{url}").key("fields").begin_object();
  for (const auto& rule : *row.at("/rules")->as_object()) {
    const auto cut = rule.name.rfind('_');
    const bool css = rule.name.substr(cut + 1) == "css";
    out.key(rule.name).begin_object();
    out.key(css ? "css" : "jsonld").value((css ? "" : "Recipe/") + *rule.value.as_string());
    if (row.at("/expect/" + rule.name.substr(0, cut))->as_array()) out.key("many").value(true);
    out.end_object();
  }
  out.end_object().end_object();
  return std::move(out).text();
}

TEST(Recipes, EveryFieldOfEveryPageIsTheExpectedOne) {
  ROWS_OR_SKIP(table, "pages/recipes/pages.jsonl");
  int rules = 0;
  for (const auto& row : table) {
    const auto bytes = rows::file(row.string_at("/file"));
    ASSERT_TRUE(bytes) << row.string_at("/file");
    const auto url = "http://" + row.string_at("/host") + "/";
    const auto found =
        extract_items(parse_spec(config_for(row)), trawl::html::parse(*bytes, {"text/html", url}));
    ASSERT_EQ(found.items.size(), 1u) << url;
    EXPECT_EQ(found.items[0].key, url);
    const auto item = trawl::json::parse(found.items[0].json);
    for (const auto& rule : *row.at("/rules")->as_object()) {
      ++rules;
      const auto* wanted = row.at("/expect/" + rule.name.substr(0, rule.name.rfind('_')));
      EXPECT_EQ(item.find(rule.name)->text(), wanted->text()) << url << " " << rule.name;
    }
  }
  std::cout << table.size() << " pages, " << rules << " fields\n";
}

TEST(Recipes, TheWholeTreeIsTheRightOne) {
  ROWS_OR_SKIP(table, "pages/recipes/pages.jsonl");
  const std::pair<const char*, const char*> facts[] = {
      {"links", "a[href]"},  {"images", "img"},   {"paragraphs", "p"},
      {"list_items", "li"},  {"tables", "table"}, {"inputs", "input"},
      {"scripts", "script"}, {"meta", "meta"},    {"headings", "h1, h2, h3"}};
  for (const auto& row : table) {
    const auto page = trawl::html::parse(*rows::file(row.string_at("/file")));
    for (const auto& [fact, selector] : facts) {
      EXPECT_EQ(static_cast<std::int64_t>(page.css(selector).size()),
                row.int64_at(std::string("/facts/") + fact))
          << row.string_at("/host") << " " << fact;
    }
  }
}

}  // namespace
