// From JSON to Spec.
#include "spec.hpp"

#include <algorithm>
#include <trawl/url.hpp>

namespace trawl::json_plugin {
namespace {

using fields::located;
using fields::text_at;

Locator locator_at(const json::value& config, std::string_view key, const std::string& pointer) {
  const std::string text = text_at(config, key, pointer);
  return located(pointer + "/" + std::string(key), [&] { return Locator(text); });
}

// A locator that is given as `pointer` or as `path`; either may hold either.
std::optional<Locator> source_of(const json::value& config, const std::string& pointer) {
  if (config.find("pointer") && config.find("path")) {
    throw config_fault(pointer, "only one of pointer and path can be given");
  }
  for (const char* key : {"pointer", "path"}) {
    if (config.find(key)) return locator_at(config, key, pointer);
  }
  return std::nullopt;
}

std::string absolute(const std::string& text, const std::string& pointer) {
  const std::string resolved = url::resolve("", text);
  if (resolved.rfind("http:", 0) != 0 && resolved.rfind("https:", 0) != 0) {
    throw config_fault(pointer, "'" + text + "' is not an http or https URL");
  }
  return resolved;
}

std::vector<std::string> parse_start(const json::value& config) {
  const json::value* start = config.find("start");
  std::vector<std::string> out;
  if (start && start->as_string()) out.push_back(absolute(*start->as_string(), "/start"));
  if (start && start->as_array()) {
    for (std::size_t i = 0; i < start->as_array()->size(); ++i) {
      const std::string* text = (*start->as_array())[i].as_string();
      const std::string pointer = "/start/" + std::to_string(i);
      if (!text) throw config_fault(pointer, "a URL is expected");
      out.push_back(absolute(*text, pointer));
    }
  }
  if (out.empty()) throw config_fault("/start", "a URL or a list of URLs is expected");
  return out;
}

bool same_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [lower](char x, char y) { return lower(x) == lower(y); });
}

void parse_headers(const json::object& headers, Spec& spec) {
  bool accept = false;
  for (const json::member& each : headers) {
    const std::string* value = each.value.as_string();
    if (!value) throw config_fault("/headers" + pointer_step(each.name), "a text is expected");
    if (same_ignoring_case(each.name, "content-type")) {
      spec.content_type = *value;
    } else {
      spec.headers.emplace_back(each.name, *value);
    }
    accept = accept || same_ignoring_case(each.name, "accept");
  }
  if (!accept) spec.headers.emplace_back("Accept", "application/json");
}

void parse_request(const json::value& config, Spec& spec) {
  const json::value* headers = config.find("headers");
  parse_headers(headers && headers->as_object() ? *headers->as_object() : json::object(), spec);
  if (const json::value* body = config.find("body")) {
    const std::string* text = body->as_string();
    spec.body = text ? *text : body->text();
    if (spec.content_type.empty()) {
      spec.content_type = text ? "application/x-www-form-urlencoded" : "application/json";
    }
  }
  const std::string method = config.string_at("/method", spec.body.empty() ? "GET" : "POST");
  if (method != "GET" && method != "POST") throw config_fault("/method", "GET or POST is expected");
  if (method == "GET" && !spec.body.empty()) throw config_fault("/method", "a GET sends no body; POST does");
  spec.post = method == "POST";
}

Next parse_next(const json::value& config) {
  const std::string place = "/next";
  const bool page = config.find("page"), link = config.find("link");
  auto source = source_of(config, place);
  if (page + link + source.has_value() != 1) {
    throw config_fault(place, "one of pointer, path, page and link is needed, and only one");
  }
  if (link) return LinkHeader{text_at(config, "link", place)};
  if (page) {
    constexpr std::int64_t most = 1'000'000'000;
    PageNumber number{text_at(config, "page", place), config.int64_at("/first", 1),
                      config.int64_at("/step", 1)};
    if (number.first < 0 || number.first > most)
      throw config_fault(place + "/first", "0 to 1000000000 is expected");
    if (number.step < 1 || number.step > most)
      throw config_fault(place + "/step", "1 to 1000000000 is expected");
    return number;
  }
  if (!config.find("param")) return NextUrl{std::move(*source)};
  return Cursor{std::move(*source), text_at(config, "param", place)};
}

ErrorRule parse_error_rule(const json::value& config) {
  auto source = source_of(config, "/error_when");
  if (!source) throw config_fault("/error_when", "one of pointer and path is needed");
  ErrorRule rule{std::move(*source), std::nullopt};
  if (const json::value* equals = config.find("equals")) rule.equals = *equals;
  return rule;
}

Field parse_field(const json::member& field) {
  const std::string place = "/fields" + pointer_step(field.name);
  if (const std::string* text = field.value.as_string()) {
    fields::Shape shape;
    shape.type = fields::Type::json;
    return {field.name, located(place, [&] { return Locator(*text); }), std::move(shape)};
  }
  auto source = source_of(field.value, place);
  if (!source) throw config_fault(place, "one of pointer and path is needed");
  fields::Shape shape = fields::parse_shape(field.value, place, true);
  if (!field.value.find("type")) shape.type = fields::Type::json;
  return {field.name, std::move(*source), std::move(shape)};
}

void parse_key(const json::value& config, Spec& spec) {
  const std::string text = text_at(config, "key", "");
  spec.key = located("/key", [&] { return fields::parse_key(text); });
  for (const fields::KeyPart& part : spec.key) {
    if (!part.is_name) continue;
    if (!part.text.empty() && part.text[0] == '/') {
      spec.key_pointers.emplace(part.text, located("/key", [&] { return json::pointer(part.text); }));
      continue;
    }
    const bool known =
        part.text == "url" || std::any_of(spec.fields.begin(), spec.fields.end(),
                                          [&](const Field& field) { return field.name == part.text; });
    if (!known) {
      throw config_fault("/key", "column " + std::to_string(part.column) + ": '{" + part.text +
                                     "}' is neither {url} nor a field nor a pointer such as {/id}");
    }
  }
}

}  // namespace

Spec parse_spec(std::string_view config_json) {
  const json::value config = json::parse(config_json);
  Spec spec;
  spec.start = parse_start(config);
  parse_request(config, spec);
  if (config.find("items")) spec.items = locator_at(config, "items", "");
  if (const json::value* next = config.find("next")) spec.next = parse_next(*next);
  if (const json::value* rule = config.find("error_when")) spec.error_when = parse_error_rule(*rule);
  if (config.find("message")) spec.message = locator_at(config, "message", "");
  spec.max_pages = static_cast<std::size_t>(std::max<std::int64_t>(1, config.int64_at("/max_pages", 100)));
  spec.kind = config.string_at("/kind", "item");
  if (const json::value* fields = config.find("fields"); fields && fields->as_object()) {
    for (const json::member& each : *fields->as_object()) spec.fields.push_back(parse_field(each));
  }
  if (config.find("key")) parse_key(config, spec);
  return spec;
}

}  // namespace trawl::json_plugin
