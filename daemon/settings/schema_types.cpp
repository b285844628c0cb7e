#include "settings/schema_types.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>

#include "base/text.hpp"
#include "settings/scalar.hpp"

namespace trawl::settings {
namespace {

std::string_view in_words(std::string_view type) {
  if (type == "object") return "a map";
  if (type == "array") return "a list";
  if (type == "string") return "text";
  if (type == "integer") return "an integer";
  if (type == "number") return "a number";
  return type == "boolean" ? "true or false" : "nothing";
}

}  // namespace

bool has_type(const Node& node, std::string_view type) {
  if (type == "object") return node.kind == Node::Kind::map;
  if (type == "array") return node.kind == Node::Kind::sequence;
  if (node.kind == Node::Kind::map || node.kind == Node::Kind::sequence) return false;
  const auto scalar = resolve(node);
  if (!scalar) return false;
  if (type == "null") return std::holds_alternative<std::nullptr_t>(*scalar);
  if (type == "boolean") return std::holds_alternative<bool>(*scalar);
  if (type == "string") return std::holds_alternative<std::string_view>(*scalar);
  const auto* number = std::get_if<double>(&*scalar);
  if (std::holds_alternative<std::int64_t>(*scalar)) return true;
  return number != nullptr && (type == "number" || *number == std::trunc(*number));
}

std::vector<std::string> types_of(const boost::json::value& keyword) {
  if (const auto* one = keyword.if_string()) return {std::string(*one)};
  std::vector<std::string> types;
  for (const boost::json::value& type : keyword.get_array()) types.emplace_back(type.get_string());
  return types;
}

std::string expected_types(const std::vector<std::string>& types, const Node& node) {
  std::vector<std::string> words;
  for (const std::string& type : types) words.emplace_back(in_words(type));
  const bool text = std::ranges::find(types, "string") != types.end(),
             boolean = std::ranges::find(types, "boolean") != types.end();
  return mismatch(join(words, " or "), node, text ? Wanted::text : boolean ? Wanted::boolean : Wanted::other);
}

std::string shown(const boost::json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : boost::json::serialize(value);
}

}  // namespace trawl::settings
