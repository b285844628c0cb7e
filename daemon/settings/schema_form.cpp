#include "settings/schema_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/regex.hpp>

#include "settings/canonical.hpp"

namespace trawl::settings {
namespace {

namespace json = boost::json;

// What a keyword's value must look like; subschemas in it are checked in turn.
enum class Form : std::uint8_t {
  annotation,
  types,
  list,
  number,
  count,
  pattern,
  names,
  reference,
  schema,
  schema_or_boolean,
  schema_list,
  schema_map,
  pattern_map,
};
struct Keyword {
  std::string_view name;
  Form form;
};
constexpr std::array keywords{
    Keyword{"$schema", Form::annotation},
    Keyword{"$id", Form::annotation},
    Keyword{"$comment", Form::annotation},
    Keyword{"title", Form::annotation},
    Keyword{"description", Form::annotation},
    Keyword{"default", Form::annotation},
    Keyword{"examples", Form::annotation},
    Keyword{"format", Form::annotation},
    Keyword{"deprecated", Form::annotation},
    Keyword{"type", Form::types},
    Keyword{"enum", Form::list},
    Keyword{"const", Form::annotation},
    Keyword{"properties", Form::schema_map},
    Keyword{"patternProperties", Form::pattern_map},
    Keyword{"additionalProperties", Form::schema_or_boolean},
    Keyword{"required", Form::names},
    Keyword{"minProperties", Form::count},
    Keyword{"items", Form::schema},
    Keyword{"minItems", Form::count},
    Keyword{"maxItems", Form::count},
    Keyword{"minimum", Form::number},
    Keyword{"maximum", Form::number},
    Keyword{"exclusiveMinimum", Form::number},
    Keyword{"exclusiveMaximum", Form::number},
    Keyword{"minLength", Form::count},
    Keyword{"maxLength", Form::count},
    Keyword{"pattern", Form::pattern},
    Keyword{"anyOf", Form::schema_list},
    Keyword{"oneOf", Form::schema_list},
    Keyword{"allOf", Form::schema_list},
    Keyword{"$ref", Form::reference},
    Keyword{"$defs", Form::schema_map},
    Keyword{"definitions", Form::schema_map},
};
constexpr std::array<std::string_view, 7> type_names{"object", "array",   "string", "integer",
                                                     "number", "boolean", "null"};

class FormCheck {
 public:
  FormCheck(const json::value& root, std::set<std::string>& unsupported)
      : root_(root), unsupported_(unsupported) {}

  Result<> schema(const json::value& value, const std::string& pointer) {
    const auto* object = value.if_object();
    if (object == nullptr) return wrong(pointer, "must be an object");
    for (const auto& member : *object) {
      const std::string name(member.key());
      const auto known = std::ranges::find(keywords, std::string_view(name), &Keyword::name);
      if (known == keywords.end()) {
        if (!name.starts_with("x-")) unsupported_.insert(name);
      } else if (auto done = keyword(known->form, member.value(), pointer_to(pointer, name)); !done) {
        return done;
      }
    }
    return {};
  }

 private:
  static Result<> wrong(const std::string& pointer, std::string_view what) {
    return refuse(Code::invalid_params, fmt::format("{} {}", pointer.empty() ? "the schema" : pointer, what));
  }

  Result<> keyword(Form form, const json::value& value, const std::string& pointer) {
    switch (form) {
      case Form::annotation:
        return {};
      case Form::types:
        return types(value, pointer);
      case Form::list:
        return value.is_array() ? Result<>{} : wrong(pointer, "must be a list");
      case Form::number:
        return value.is_number() ? Result<>{} : wrong(pointer, "must be a number");
      case Form::count:
        return is_count(value) ? Result<>{} : wrong(pointer, "must be a whole number from 0");
      case Form::pattern:
        return pattern(value, pointer);
      case Form::names:
        return is_names(value) ? Result<>{} : wrong(pointer, "must be a list of texts");
      case Form::reference:
        return reference(value, pointer);
      case Form::schema:
        return schema(value, pointer);
      case Form::schema_or_boolean:
        return value.is_bool() ? Result<>{} : schema(value, pointer);
      case Form::schema_list:
        return schema_list(value, pointer);
      case Form::schema_map:
        return schema_map(value, pointer);
      case Form::pattern_map:
        return pattern_map(value, pointer);
    }
    return {};
  }

  static bool is_count(const json::value& value) { return value.is_int64() && value.get_int64() >= 0; }

  static bool is_names(const json::value& value) {
    const auto* array = value.if_array();
    return array != nullptr &&
           std::ranges::all_of(*array, [](const json::value& item) { return item.is_string(); });
  }

  static Result<> types(const json::value& value, const std::string& pointer) {
    const auto is_type = [](const json::value& item) {
      return item.is_string() &&
             std::ranges::find(type_names, std::string_view(item.get_string())) != type_names.end();
    };
    const auto* array = value.if_array();
    const bool fits =
        array != nullptr ? !array->empty() && std::ranges::all_of(*array, is_type) : is_type(value);
    return fits ? Result<>{}
                : wrong(pointer,
                        "must be object, array, string, integer, number, boolean or null, or a list of them");
  }

  static Result<> pattern(const json::value& value, const std::string& pointer) {
    if (!value.is_string()) return wrong(pointer, "must be text");
    try {
      const boost::regex compiled(std::string(value.get_string()), boost::regex::ECMAScript);
    } catch (const boost::regex_error& error) {
      return wrong(pointer, fmt::format("is no regular expression: {}", error.what()));
    }
    return {};
  }

  Result<> reference(const json::value& value, const std::string& pointer) const {
    if (value.is_string() && find_definition(root_, value.get_string()) != nullptr) return {};
    return wrong(pointer, "must be \"#/$defs/NAME\" and name a definition of this schema");
  }

  Result<> schema_list(const json::value& value, const std::string& pointer) {
    const auto* array = value.if_array();
    if (array == nullptr || array->empty()) return wrong(pointer, "must be a list of schemas");
    for (std::size_t i = 0; i < array->size(); ++i)
      if (auto done = schema((*array)[i], fmt::format("{}/{}", pointer, i)); !done) return done;
    return {};
  }

  Result<> schema_map(const json::value& value, const std::string& pointer) {
    const auto* object = value.if_object();
    if (object == nullptr) return wrong(pointer, "must be an object of schemas");
    for (const auto& member : *object)
      if (auto done = schema(member.value(), pointer_to(pointer, member.key())); !done) return done;
    return {};
  }

  Result<> pattern_map(const json::value& value, const std::string& pointer) {
    const auto* object = value.if_object();
    if (object == nullptr) return wrong(pointer, "must be an object of schemas");
    for (const auto& member : *object)
      if (auto done = pattern(json::string(member.key()), pointer_to(pointer, member.key())); !done)
        return done;
    return schema_map(value, pointer);
  }

  const json::value& root_;
  std::set<std::string>& unsupported_;
};

}  // namespace

Result<> check_form(const json::value& root, std::set<std::string>& unsupported) {
  return FormCheck(root, unsupported).schema(root, "");
}

const json::value* find_definition(const json::value& root, std::string_view reference) {
  for (const std::string_view place : {"$defs", "definitions"}) {
    const std::string prefix = fmt::format("#/{}/", place);
    if (!reference.starts_with(prefix)) continue;
    const json::value* definitions = root.get_object().if_contains(place);
    if (definitions == nullptr || !definitions->is_object()) return nullptr;
    return definitions->get_object().if_contains(reference.substr(prefix.size()));
  }
  return nullptr;
}

Match match_pattern(const std::string& pattern, const std::string& text) {
  if (text.size() > longest_pattern_subject) return Match::undecided;
  try {
    return boost::regex_search(text, boost::regex(pattern, boost::regex::ECMAScript)) ? Match::yes
                                                                                      : Match::no;
  } catch (const std::runtime_error&) {  // Boost's guard against patterns that never end
    return Match::undecided;
  }
}

}  // namespace trawl::settings
