// From a field's configuration to its shape.
#include "shape.hpp"

namespace trawl::fields {
namespace {

constexpr std::pair<std::string_view, Type> types[] = {{"text", Type::text},       {"number", Type::number},
                                                       {"integer", Type::integer}, {"boolean", Type::boolean},
                                                       {"url", Type::url},         {"json", Type::json}};

Type parse_type(const std::string& name, const std::string& pointer, bool offers_json) {
  for (const auto& [each, type] : types) {
    if (name == each && (type != Type::json || offers_json)) return type;
  }
  throw config_fault(pointer, "'" + name + "' is no type; there are text, number, integer, boolean" +
                                  (offers_json ? ", url and json" : " and url"));
}

}  // namespace

std::string text_at(const trawl::json::value& config, std::string_view key, const std::string& pointer) {
  const trawl::json::value* found = config.find(key);
  if (!found || !found->as_string())
    throw config_fault(pointer + "/" + std::string(key), "a text is expected");
  return *found->as_string();
}

Shape parse_shape(const trawl::json::value& config, const std::string& pointer, bool offers_json) {
  Shape shape;
  if (config.find("type")) {
    shape.type = parse_type(text_at(config, "type", pointer), pointer + "/type", offers_json);
  }
  if (config.find("match")) {
    const std::string expression = text_at(config, "match", pointer);
    shape.match = located(pointer + "/match", [&] { return Pattern(expression); });
  }
  shape.many = config.bool_at("/many");
  shape.required = config.bool_at("/required");
  shape.locale = config.string_at("/locale");
  if (const trawl::json::value* otherwise = config.find("default")) shape.otherwise = *otherwise;
  return shape;
}

}  // namespace trawl::fields
