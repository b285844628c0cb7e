// From JSON to Spec.
#include "spec.hpp"

#include <algorithm>
#include <trawl/url.hpp>

namespace trawl::html_plugin {
namespace {

std::string text_at(const json::value& config, std::string_view key, const std::string& pointer) {
  const json::value* found = config.find(key);
  if (!found || !found->as_string())
    throw config_fault(pointer + "/" + std::string(key), "a text is expected");
  return *found->as_string();
}

// Runs `make` and puts the place before whatever it complains about.
template <class Make>
auto located(const std::string& pointer, Make make) {
  try {
    return make();
  } catch (const std::invalid_argument& error) {
    throw config_fault(pointer, error.what());
  }
}

html::selector selector_at(const json::value& config, std::string_view key) {
  const std::string text = text_at(config, key, "");
  return located("/" + std::string(key), [&] { return html::selector(text); });
}

Type parse_type(const std::string& name, const std::string& pointer) {
  if (name == "text") return Type::text;
  if (name == "number") return Type::number;
  if (name == "integer") return Type::integer;
  if (name == "boolean") return Type::boolean;
  if (name == "url") return Type::url;
  throw config_fault(pointer, "'" + name + "' is no type; there are text, number, integer, boolean and url");
}

Source parse_source(const std::string& kind, const std::string& text, const std::string& pointer) {
  return located(pointer, [&]() -> Source {
    if (kind == "css") return html::selector(text);
    if (kind == "xpath") return html::xpath(text);
    if (kind == "meta") return FromMeta{text};
    if (text.find('/') == std::string::npos || text.front() == '/' || text.back() == '/') {
      throw std::invalid_argument("'" + text + "' does not have the form Type/key");
    }
    return FromJsonLd{text};
  });
}

Field parse_field(const std::string& name, const json::value& config) {
  const std::string pointer = "/fields" + pointer_step(name);
  std::string kind;
  for (const char* each : {"css", "xpath", "jsonld", "meta"}) {
    if (!config.find(each)) continue;
    if (!kind.empty()) throw config_fault(pointer, "only one of css, xpath, jsonld and meta can be given");
    kind = each;
  }
  if (kind.empty()) throw config_fault(pointer, "one of css, xpath, jsonld and meta is needed");
  const std::string text = text_at(config, kind, pointer);
  Field field{name, parse_source(kind, text, pointer + "/" + kind), kind + " '" + text + "'"};
  if (config.find("type")) field.type = parse_type(text_at(config, "type", pointer), pointer + "/type");
  if (config.find("match")) {
    const std::string expression = text_at(config, "match", pointer);
    field.match = located(pointer + "/match", [&] { return Pattern(expression); });
  }
  field.many = config.bool_at("/many");
  field.required = config.bool_at("/required");
  field.locale = config.string_at("/locale");
  if (const json::value* otherwise = config.find("default")) field.otherwise = *otherwise;
  return field;
}

std::vector<KeyPart> parse_key(const std::string& text, const std::vector<Field>& fields) {
  std::vector<KeyPart> parts;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '{') {
      const auto end = std::min(text.find('{', at), text.size());
      parts.push_back({false, text.substr(at, end - at)});
      at = end;
      continue;
    }
    const auto end = text.find('}', at);
    if (end == std::string::npos) throw config_fault("/key", "'{' has no '}'");
    const std::string name = text.substr(at + 1, end - at - 1);
    const bool known = name == "url" || std::any_of(fields.begin(), fields.end(),
                                                    [&](const Field& field) { return field.name == name; });
    if (!known) throw config_fault("/key", "'{" + name + "}' is neither {url} nor a field");
    parts.push_back({true, name});
    at = end + 1;
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
  spec.kind = config.string_at("/kind", "item");
  const json::value* fields = config.find("fields");
  if (!fields || !fields->as_object() || fields->as_object()->empty()) {
    throw config_fault("/fields", "at least one field is needed");
  }
  for (const json::member& each : *fields->as_object())
    spec.fields.push_back(parse_field(each.name, each.value));
  if (config.find("key")) spec.key = parse_key(text_at(config, "key", ""), spec.fields);
  return spec;
}

}  // namespace trawl::html_plugin
