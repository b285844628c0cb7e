// From JSON to Spec.
#include "spec.hpp"

#include <algorithm>
#include <trawl/json.hpp>

#include "plugins/fields/age.hpp"
#include "plugins/fields/located.hpp"
#include "plugins/fields/urls.hpp"

namespace trawl::sitemap_plugin {
namespace {

fields::Pattern parse_pattern(const json::value& written, const std::string& pointer) {
  const std::string* text = written.as_string();
  if (!text || text->empty()) throw config_fault(pointer, "a regular expression is expected");
  return fields::located(pointer, [&] { return fields::Pattern(*text); });
}

std::vector<fields::Pattern> parse_patterns(const json::value& config, const std::string& key) {
  const json::value* written = config.find(key);
  if (!written) return {};
  const json::array* list = written->as_array();
  if (!list) return {parse_pattern(*written, "/" + key)};
  std::vector<fields::Pattern> out;
  for (std::size_t i = 0; i < list->size(); ++i)
    out.push_back(parse_pattern((*list)[i], "/" + key + "/" + std::to_string(i)));
  return out;
}

std::size_t count_at(const json::value& config, const std::string& pointer, std::size_t otherwise) {
  const auto count = config.int64_at(pointer, static_cast<std::int64_t>(otherwise));
  return static_cast<std::size_t>(std::max<std::int64_t>(1, count));
}

}  // namespace

Spec parse_spec(std::string_view config_json) {
  const json::value config = json::parse(config_json);
  Spec spec;
  spec.urls = fields::parse_urls(config, "url");
  spec.include = parse_patterns(config, "include");
  spec.exclude = parse_patterns(config, "exclude");
  if (config.find("since")) {
    const std::string since = config.string_at("/since");
    spec.since = fields::located("/since", [&] { return fields::parse_age(since); });
  }
  const std::string undated = config.string_at("/undated", "keep");
  if (undated != "keep" && undated != "skip")
    throw config_fault("/undated", "'" + undated + "' is neither keep nor skip");
  spec.keeps_undated = undated == "keep";
  spec.only_new = config.bool_at("/only_new");
  spec.max_pages = count_at(config, "/max_pages", spec.max_pages);
  spec.max_sitemaps = count_at(config, "/max_sitemaps", spec.max_sitemaps);
  spec.kind = config.string_at("/kind", spec.kind);
  if (config.find("fields")) {
    spec.page.emplace();
    html_plugin::parse_items(config, *spec.page);
  } else if (config.find("key")) {
    throw config_fault("/key", "a key goes with fields; without them an item is called by its URL");
  }
  return spec;
}

}  // namespace trawl::sitemap_plugin
