// The plugin's configuration, understood: what to fetch, where items are, how each field is read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <trawl/config_fault.hpp>
#include <trawl/html.hpp>
#include <trawl/json.hpp>
#include <variant>
#include <vector>

#include "pattern.hpp"

namespace trawl::html_plugin {

enum class Type { text, number, integer, boolean, url };

struct FromJsonLd {
  std::string path;  // "Recipe/name"
};
struct FromMeta {
  std::string name;
};
using Source = std::variant<html::selector, html::xpath, FromJsonLd, FromMeta>;

struct Field {
  std::string name;
  Source source;
  std::string written;  // "css 'h1'": how errors name the source
  Type type = Type::text;
  bool many = false;
  bool required = false;
  std::string locale;
  std::optional<Pattern> match;
  std::optional<json::value> otherwise;  // the default
};

// "{url}" and "{field}" in the key stand for values, the rest for itself.
struct KeyPart {
  bool is_name = false;
  std::string text;
};

struct Spec {
  std::vector<std::string> start;
  std::optional<html::selector> next;
  std::size_t max_pages = 100;
  html::selector each = ":root";
  std::optional<html::selector> follow;
  std::vector<KeyPart> key;  // empty: none was given
  std::string kind = "item";
  std::vector<Field> fields;
};

// Reads the JSON text of a configuration that fits the schema, and checks what a schema cannot:
// selectors, patterns, the names in the key. Throws config_fault.
Spec parse_spec(std::string_view config_json);

}  // namespace trawl::html_plugin
