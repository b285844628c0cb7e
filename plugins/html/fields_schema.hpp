// `fields` of a configuration: what is read on a page. A part of the schemas of all plugins that read pages.
#pragma once

#include <string_view>

namespace trawl::html_plugin {

inline constexpr std::string_view fields_schema = R"("fields": {
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
    })";

}  // namespace trawl::html_plugin
