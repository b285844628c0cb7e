// The plugin's configuration, understood: what to fetch, where items are, how each field is read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <trawl/html.hpp>
#include <variant>
#include <vector>

#include "plugins/fields/key.hpp"
#include "plugins/fields/shape.hpp"

namespace trawl::html_plugin {

struct FromJsonLd {
  std::string path;  // "Recipe/name"
};
struct FromMicrodata {
  std::string path;  // "Product/offers/price"
};
struct FromMeta {
  std::string name;
};
using Source = std::variant<html::selector, html::xpath, FromJsonLd, FromMicrodata, FromMeta>;

struct Field {
  std::string name;
  Source source;
  std::string written;  // "css 'h1'": how errors name the source
  fields::Shape shape;
};

struct Spec {
  std::vector<std::string> start;
  std::optional<html::selector> next;
  std::size_t max_pages = 100;
  html::selector each = ":root";
  std::optional<html::selector> follow;
  std::vector<fields::KeyPart> key;  // empty: none was given
  std::string kind = "item";
  std::vector<Field> fields;
};

// Reads the JSON text of a configuration that fits the schema, and checks what a schema cannot:
// selectors, patterns, the names in the key. Throws config_fault.
Spec parse_spec(std::string_view config_json);

// The same of `kind`, `key` and `fields` alone: what a page becomes, however its URL is found.
void parse_items(const json::value& config, Spec& into);

}  // namespace trawl::html_plugin
