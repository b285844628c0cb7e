#include "trawl-plugin/schema_outline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <optional>

#include "base/text.hpp"

namespace trawl::author {
namespace {

namespace json = boost::json;

constexpr std::size_t most_keys = 1000;
constexpr int deepest = 16;
constexpr std::size_t most_steps = 100'000;

std::string text_at(const json::object& schema, std::string_view keyword) {
  const json::value* value = schema.if_contains(keyword);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

// A value as it would stand in a trawl.yaml: texts without quotes where none are needed.
std::string as_configured(const json::value& value) {
  const json::string* text = value.if_string();
  const bool is_plain = text && !text->empty() && std::ranges::all_of(*text, [](unsigned char c) {
                          return std::isalnum(c) || std::string_view("_-./:+").contains(static_cast<char>(c));
                        });
  return is_plain ? std::string(*text) : json::serialize(value);
}

std::string word_for(std::string_view type, bool plural) {
  struct Word {
    std::string_view type, one, many;
  };
  static constexpr std::array words{
      Word{"string", "text", "texts"},     Word{"integer", "integer", "integers"},
      Word{"number", "number", "numbers"}, Word{"boolean", "true or false", "booleans"},
      Word{"object", "object", "objects"}, Word{"array", "list", "lists"},
      Word{"null", "null", "nulls"}};
  const auto* found = std::ranges::find(words, type, &Word::type);
  if (found == words.end()) return std::string(type);
  return std::string(plural ? found->many : found->one);
}

class Outline {
 public:
  explicit Outline(const json::value& root) : root_(root) {}

  std::vector<KeyTable> take() {
    collect(root_, "", 0);
    return std::move(tables_);
  }

 private:
  // The schema itself, or what its "$ref" within this document leads to.
  const json::object* resolve(const json::value& schema) const {
    if (++steps_ > most_steps) return nullptr;
    const json::value* at = &schema;
    for (int hops = 0; hops < deepest; ++hops) {
      const json::object* object = at->if_object();
      if (!object) return nullptr;
      const std::string reference = text_at(*object, "$ref");
      if (!reference.starts_with("#")) return object;
      boost::system::error_code fault;
      at = root_.find_pointer(std::string_view(reference).substr(1), fault);
      if (!at) return object;
    }
    return nullptr;
  }

  // The alternatives and parts of a schema; empty when it has none.
  std::vector<const json::object*> branches(const json::object& schema) const {
    std::vector<const json::object*> found;
    for (const char* keyword : {"oneOf", "anyOf", "allOf"}) {
      const json::value* list = schema.if_contains(keyword);
      if (!list || !list->is_array()) continue;
      for (const json::value& each : list->get_array())
        if (const json::object* branch = resolve(each)) found.push_back(branch);
    }
    return found;
  }

  std::string type_of(const json::value& value, bool plural, int depth) const {
    const json::object* schema = resolve(value);
    if (!schema) return plural ? "" : "any";
    return type_of(*schema, plural, depth);
  }

  std::string type_of(const json::object& schema, bool plural, int depth) const {
    if (depth > deepest) return {};
    const json::value* type = schema.if_contains("type");
    std::vector<std::string> words;
    const auto add = [&](std::string word) {
      if (!word.empty() && word != "any" && std::ranges::find(words, word) == words.end())
        words.push_back(std::move(word));
    };
    if (type && type->is_string()) {
      add(precisely(schema, std::string(type->get_string()), plural, depth));
    } else if (type && type->is_array()) {
      for (const json::value& each : type->get_array())
        if (each.is_string()) add(precisely(schema, std::string(each.get_string()), plural, depth));
    } else {
      for (const json::object* branch : branches(schema)) add(type_of(*branch, plural, depth + 1));
    }
    return words.empty() ? (plural ? "" : "any") : join(words, " or ");
  }

  std::string precisely(const json::object& schema, const std::string& type, bool plural, int depth) const {
    const std::string word =
        text_at(schema, "format") == "uri" ? (plural ? "URLs" : "URL") : word_for(type, plural);
    if (type == "array") return word + members(schema, "items", depth);
    if (type == "object" && !schema.contains("properties"))
      return word + members(schema, "additionalProperties", depth);
    if (type != "integer" && type != "number") return word;
    const json::value *least = schema.if_contains("minimum"), *most = schema.if_contains("maximum");
    if (least && most)
      return fmt::format("{}, {} to {}", word, json::serialize(*least), json::serialize(*most));
    if (least) return fmt::format("{}, at least {}", word, json::serialize(*least));
    if (most) return fmt::format("{}, at most {}", word, json::serialize(*most));
    return word;
  }

  std::string members(const json::object& schema, std::string_view keyword, int depth) const {
    const json::value* inner = schema.if_contains(keyword);
    const std::string words = inner ? type_of(*inner, true, depth + 1) : std::string();
    return words.empty() ? words : " of " + words;
  }

  KeyRow row(const std::string& name, const json::value& value, bool required) const {
    KeyRow row{name, type_of(value, false, 0), {}, {}, required, {}};
    const json::object* schema = resolve(value);
    if (!schema) return row;
    if (const json::value* choices = schema->if_contains("enum"); choices && choices->is_array()) {
      row.type = "one of";
      for (const json::value& each : choices->get_array()) row.choices.push_back(as_configured(each));
    } else if (const json::value* only = schema->if_contains("const")) {
      row.type = "one of";
      row.choices.push_back(as_configured(*only));
    }
    if (const json::value* fallback = schema->if_contains("default")) row.fallback = as_configured(*fallback);
    row.description = text_at(*schema, "description");
    // Beside a "$ref" the key may say for itself what it is.
    if (const json::object* own = value.if_object(); own && !text_at(*own, "description").empty())
      row.description = text_at(*own, "description");
    return row;
  }

  void add_keys(const json::object& schema, KeyTable& table) const {
    const json::value* properties = schema.if_contains("properties");
    if (!properties || !properties->is_object()) return;
    const json::value* required = schema.if_contains("required");
    const auto is_required = [&](std::string_view name) {
      return required && required->is_array() &&
             std::ranges::any_of(required->get_array(), [&](const json::value& each) {
               return each.is_string() && each.get_string() == name;
             });
    };
    for (const auto& [key, value] : properties->get_object()) {
      const std::string name(key);
      if (std::ranges::find(table.keys, name, &KeyRow::name) == table.keys.end())
        table.keys.push_back(row(name, value, is_required(name)));
    }
  }

  void collect(const json::value& value, const std::string& path, int depth) {
    const json::object* schema = depth < deepest && count_ < most_keys ? resolve(value) : nullptr;
    if (!schema || std::ranges::find(open_, schema) != open_.end()) return;
    open_.push_back(schema);
    std::vector<const json::object*> parts = branches(*schema);
    parts.insert(parts.begin(), schema);
    KeyTable table{path, {}};
    for (const json::object* part : parts) add_keys(*part, table);
    count_ += table.keys.size();
    if (!table.keys.empty()) tables_.push_back(std::move(table));
    for (const json::object* part : parts) collect_inner(*part, path, depth + 1);
    open_.pop_back();
  }

  void collect_inner(const json::object& schema, const std::string& path, int depth) {
    const std::string dot = path.empty() ? "" : path + ".";
    if (const json::value* named = schema.if_contains("properties"); named && named->is_object())
      for (const auto& [key, value] : named->get_object()) collect(value, dot + std::string(key), depth);
    if (const json::value* named = schema.if_contains("patternProperties"); named && named->is_object())
      for (const auto& [pattern, value] : named->get_object()) collect(value, dot + "NAME", depth);
    if (const json::value* others = schema.if_contains("additionalProperties"))
      collect(*others, dot + "NAME", depth);
    if (const json::value* items = schema.if_contains("items")) collect(*items, path + "[]", depth);
  }

  const json::value& root_;
  std::vector<KeyTable> tables_;
  std::vector<const json::object*> open_;  // whose keys are being collected: a schema may contain itself
  std::size_t count_ = 0;
  mutable std::size_t steps_ = 0;
};

}  // namespace

std::vector<KeyTable> outline(const json::value& schema) {
  return Outline(schema).take();
}

Result<std::vector<KeyTable>> outline_text(std::string_view schema) {
  if (schema.empty()) return std::vector<KeyTable>();
  boost::system::error_code fault;
  const json::value root = json::parse(schema, fault);
  if (fault || !root.is_object()) return refuse(Code::plugin_unavailable, "its schema is no JSON object");
  return outline(root);
}

}  // namespace trawl::author
