// From JSON to Spec.
#include "spec.hpp"

#include <algorithm>
#include <trawl/url.hpp>

namespace trawl::html_plugin {
namespace {

using fields::located;
using fields::text_at;

html::selector selector_at(const json::value& config, std::string_view key) {
  const std::string text = text_at(config, key, "");
  return located("/" + std::string(key), [&] { return html::selector(text); });
}

Source parse_source(const std::string& kind, const std::string& text, const std::string& pointer) {
  return located(pointer, [&]() -> Source {
    if (kind == "css") return html::selector(text);
    if (kind == "xpath") return html::xpath(text);
    if (kind == "meta") return FromMeta{text};
    if (text.find('/') == std::string::npos || text.front() == '/' || text.back() == '/') {
      throw std::invalid_argument("'" + text + "' does not have the form Type/key");
    }
    if (kind == "microdata") return FromMicrodata{text};
    return FromJsonLd{text};
  });
}

Field parse_field(const std::string& name, const json::value& config) {
  const std::string pointer = "/fields" + pointer_step(name);
  std::string kind;
  for (const char* each : {"css", "xpath", "jsonld", "microdata", "meta"}) {
    if (!config.find(each)) continue;
    if (!kind.empty())
      throw config_fault(pointer, "only one of css, xpath, jsonld, microdata and meta can be given");
    kind = each;
  }
  if (kind.empty()) throw config_fault(pointer, "one of css, xpath, jsonld, microdata and meta is needed");
  const std::string text = text_at(config, kind, pointer);
  return {name, parse_source(kind, text, pointer + "/" + kind), kind + " '" + text + "'",
          fields::parse_shape(config, pointer)};
}

std::vector<fields::KeyPart> parse_key(const std::string& text, const std::vector<Field>& fields) {
  auto parts = located("/key", [&] { return fields::parse_key(text); });
  for (const fields::KeyPart& part : parts) {
    const bool known = !part.is_name || part.text == "url" ||
                       std::any_of(fields.begin(), fields.end(),
                                   [&](const Field& field) { return field.name == part.text; });
    if (!known) throw config_fault("/key", "'{" + part.text + "}' is neither {url} nor a field");
  }
  return parts;
}

std::vector<std::string> parse_start(const json::value& config) {
  const json::value* start = config.find("start");
  if (start && start->as_string()) return {*start->as_string()};
  std::vector<std::string> out;
  if (start && start->as_array()) {
    for (const json::value& each : *start->as_array()) {
      if (each.as_string()) out.push_back(*each.as_string());
    }
  }
  if (out.empty()) throw config_fault("/start", "a URL or a list of URLs is expected");
  return out;
}

}  // namespace

void parse_items(const json::value& config, Spec& into) {
  into.kind = config.string_at("/kind", into.kind);
  const json::value* fields = config.find("fields");
  if (!fields || !fields->as_object() || fields->as_object()->empty()) {
    throw config_fault("/fields", "at least one field is needed");
  }
  for (const json::member& each : *fields->as_object())
    into.fields.push_back(parse_field(each.name, each.value));
  if (config.find("key")) into.key = parse_key(text_at(config, "key", ""), into.fields);
}

Spec parse_spec(std::string_view config_json) {
  const json::value config = json::parse(config_json);
  Spec spec;
  spec.start = parse_start(config);
  for (std::size_t i = 0; i < spec.start.size(); ++i) {
    const std::string resolved = url::resolve("", spec.start[i]);
    if (resolved.rfind("http", 0) != 0) {
      throw config_fault("/start", "'" + spec.start[i] + "' is not an http or https URL");
    }
    spec.start[i] = resolved;
  }
  if (config.find("next")) spec.next = selector_at(config, "next");
  if (config.find("each")) spec.each = selector_at(config, "each");
  if (config.find("follow")) spec.follow = selector_at(config, "follow");
  spec.max_pages = static_cast<std::size_t>(std::max<std::int64_t>(1, config.int64_at("/max_pages", 100)));
  parse_items(config, spec);
  return spec;
}

}  // namespace trawl::html_plugin
