// From JSON to Spec.
#include "spec.hpp"

#include <algorithm>
#include <trawl/json.hpp>

#include "plugins/fields/age.hpp"
#include "plugins/fields/located.hpp"
#include "plugins/fields/urls.hpp"

namespace trawl::feed_plugin {
namespace {

const std::vector<std::string> all_fields = {"id",      "title",    "link",    "published",  "updated",
                                             "summary", "content",  "authors", "categories", "enclosures",
                                             "image",   "comments", "feed",    "feed_title"};
constexpr std::string_view key_names[] = {"id",      "link", "title",     "published",
                                          "updated", "feed", "feed_title"};

std::vector<fields::KeyPart> parse_key(const std::string& text) {
  auto parts = fields::located("/key", [&] { return fields::parse_key(text); });
  for (const fields::KeyPart& part : parts) {
    const bool known = !part.is_name || std::find(std::begin(key_names), std::end(key_names), part.text) !=
                                            std::end(key_names);
    if (known) continue;
    std::string names;
    for (const auto each : key_names) names.append(names.empty() ? "{" : ", {").append(each).append("}");
    throw config_fault(
        "/key", "column " + std::to_string(part.column) + ": '{" + part.text + "}' is none of " + names);
  }
  return parts;
}

std::vector<std::string> parse_fields(const json::value& config) {
  const json::value* found = config.find("fields");
  const json::array* list = found ? found->as_array() : nullptr;
  if (!list) return all_fields;
  std::vector<std::string> out;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const std::string* name = (*list)[i].as_string();
    const std::string pointer = "/fields/" + std::to_string(i);
    if (!name || std::find(all_fields.begin(), all_fields.end(), *name) == all_fields.end())
      throw config_fault(pointer, (name ? "'" + *name + "'" : "this") + " is no field of an entry");
    if (std::find(out.begin(), out.end(), *name) != out.end())
      throw config_fault(pointer, "'" + *name + "' stands in the list twice");
    out.push_back(*name);
  }
  if (out.empty()) throw config_fault("/fields", "at least one field is needed");
  return out;
}

}  // namespace

Spec parse_spec(std::string_view config_json) {
  const json::value config = json::parse(config_json);
  Spec spec;
  spec.urls = fields::parse_urls(config, "urls");
  if (config.find("max_age")) {
    const std::string age = config.string_at("/max_age");
    spec.max_age = fields::located("/max_age", [&] { return fields::parse_age(age); });
  }
  spec.only_new = config.bool_at("/only_new");
  spec.fields = parse_fields(config);
  const std::string texts = config.string_at("/texts", "plain");
  if (texts != "plain" && texts != "html")
    throw config_fault("/texts", "'" + texts + "' is neither plain nor html");
  spec.plain_texts = texts == "plain";
  if (config.find("key")) spec.key = parse_key(config.string_at("/key"));
  spec.kind = config.string_at("/kind", "entry");
  return spec;
}

}  // namespace trawl::feed_plugin
