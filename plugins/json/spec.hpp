// The plugin's configuration, understood: what to ask, where items are, how each field is read.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "locator.hpp"
#include "plugins/fields/key.hpp"
#include "plugins/fields/shape.hpp"

namespace trawl::json_plugin {

struct Field {
  std::string name;
  Locator source;  // inside the item
  fields::Shape shape;
};

// How one page of a list leads to the next.
struct Cursor {
  Locator at;
  std::string param;  // of the URL
};
struct PageNumber {
  std::string param;
  std::int64_t first = 1, step = 1;
};
struct LinkHeader {
  std::string relation;
};
struct NextUrl {
  Locator at;
};
using Next = std::variant<std::monostate, Cursor, PageNumber, LinkHeader, NextUrl>;

// An answer that says it is an error, whatever its status.
struct ErrorRule {
  Locator at;
  std::optional<json::value> equals;  // without it: something that is not null, false, 0 or empty
};

struct Spec {
  std::vector<std::string> start;
  std::string body, content_type;  // of every request; without a body it is a GET
  bool post = false;
  std::vector<std::pair<std::string, std::string>> headers;
  Locator items{""};
  Next next;
  std::size_t max_pages = 100;
  std::vector<fields::KeyPart> key;                   // empty: none was given
  std::map<std::string, json::pointer> key_pointers;  // of the names in the key that are pointers
  std::string kind = "item";
  std::vector<Field> fields;  // empty: items are kept as they stand
  std::optional<ErrorRule> error_when;
  std::optional<Locator> message;

  bool pages_lead_on() const { return !std::holds_alternative<std::monostate>(next); }
};

// Reads the JSON text of a configuration that fits the schema, and checks what a schema cannot: pointers,
// paths, patterns, the names in the key. Throws config_fault.
Spec parse_spec(std::string_view config_json);

}  // namespace trawl::json_plugin
