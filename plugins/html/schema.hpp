// What `config:` of a platform with the plugin html may hold.
#pragma once

namespace trawl::html_plugin {

inline constexpr auto schema = R"({
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
    "fields": {
      "type": "object",
      "minProperties": 1,
      "description": "The fields of an item, by name. Each has exactly one of css, xpath, jsonld, microdata and meta.",
      "additionalProperties": {
        "type": "object",
        "additionalProperties": false,
        "oneOf": [{"required": ["css"]}, {"required": ["xpath"]}, {"required": ["jsonld"]}, {"required": ["microdata"]},
                  {"required": ["meta"]}],
        "properties": {
          "css": {"type": "string", "minLength": 1,
            "description": "CSS selector inside the item: the text of the first match. \"a::attr(href)\" takes an attribute, \"p::text\" the text directly in the element, \":scope\" the item itself."},
          "xpath": {"type": "string", "minLength": 1,
            "description": "XPath 1.0 expression from the item: the text of the first node it selects, or the value of string(...), count(...)."},
          "jsonld": {"type": "string", "pattern": "^[^/]+/.+$",
            "description": "Type/key in the page's JSON-LD, such as \"Book/isbn\": of the first node of that @type, also inside @graph. More keys go deeper: \"Book/author/name\"."},
          "microdata": {"type": "string", "pattern": "^[^/]+/.+$",
            "description": "Type/property in the page's microdata (itemscope, itemprop), such as \"Product/name\": of the first item of that type. More properties go deeper: \"Product/offers/price\"."},
          "meta": {"type": "string", "minLength": 1,
            "description": "The content of the <meta> with that name, property or itemprop, such as \"og:title\" of Open Graph or \"DC.creator\" of Dublin Core."},
          "type": {"type": "string", "enum": ["text", "number", "integer", "boolean", "url"], "default": "text",
            "description": "What the text becomes. A url is made absolute, and of an element it is the href or src; a boolean is false when nothing is found or the text says no."},
          "many": {"type": "boolean", "default": false,
            "description": "Take every match, as a list in document order."},
          "required": {"type": "boolean", "default": false,
            "description": "Without this field an item is an error and is left out."},
          "match": {"type": "string", "minLength": 1,
            "description": "Regular expression (ECMAScript, without look-ahead and back-references): its first group, or all it matches, stands for the text. A text without a match does not count."},
          "locale": {"type": "string", "pattern": "^[A-Za-z]{2,3}([_-][A-Za-z0-9]+)*$",
            "description": "How numbers are written on the page: \"en\" 1,234.5, \"de\" 1.234,5. Without it the text itself decides."},
          "default": {
            "description": "The value when nothing is found."}
        }
      }
    }
  }
})";

}  // namespace trawl::html_plugin
