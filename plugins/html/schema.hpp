// What `config:` of a platform with the plugin html may hold.
#pragma once

#include "fields_schema.hpp"
#include "plugins/fields/joined.hpp"

namespace trawl::html_plugin {

inline constexpr std::string_view schema_head = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "html",
  "type": "object",
  "additionalProperties": false,
  "required": ["start", "fields"],
  "properties": {
    "start": {
      "description": "The page to begin with, or a list of them. Each is followed through `next` on its own; without `next` and `follow` several are fetched at a time.",
      "oneOf": [
        {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^ ]+$"},
        {"type": "array", "minItems": 1,
         "items": {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^ ]+$"}}
      ]
    },
    "next": {
      "type": "string", "minLength": 1,
      "description": "CSS selector of the link to the next page, such as \"li.next a::attr(href)\". Followed until it is gone, leads to a page seen before, or max_pages is reached."
    },
    "max_pages": {
      "type": "integer", "minimum": 1, "maximum": 1000000, "default": 100,
      "description": "The most listing pages that are fetched, all starts together. Detail pages do not count."
    },
    "each": {
      "type": "string", "minLength": 1, "default": ":root",
      "description": "CSS selector of the items on a page: one item for each match. \":root\" is the page itself."
    },
    "follow": {
      "type": "string", "minLength": 1,
      "description": "CSS selector of a link inside each match; the fields then come from the page it leads to."
    },
    "key": {
      "type": "string", "minLength": 1,
      "description": "What identifies an item from run to run: text with {url} for the address of the item's page and {name} for the field of that name. Without it, the page's address where the page is the item, else a fingerprint of the fields."
    },
    "kind": {
      "type": "string", "pattern": "^[a-z][a-z0-9_-]*$", "default": "item",
      "description": "The kind that the items are stored under."
    },
    )";
inline constexpr std::string_view schema_tail = "\n  }\n}";
inline constexpr auto schema = fields::joined<schema_head, fields_schema, schema_tail>.data();

}  // namespace trawl::html_plugin
