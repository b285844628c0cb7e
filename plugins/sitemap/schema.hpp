// What `config:` of a platform with the plugin sitemap may hold.
#pragma once

#include "plugins/fields/joined.hpp"
#include "plugins/html/fields_schema.hpp"

namespace trawl::sitemap_plugin {

inline constexpr std::string_view schema_head = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "sitemap",
  "type": "object",
  "additionalProperties": false,
  "required": ["url"],
  "properties": {
    "url": {
      "description": "The sitemap, or a list of them: XML, an index of further sitemaps, or text with a URL a line; gzip files, too. The root of a site (\"https://wiki.example/\") stands for the sitemaps that its robots.txt names, else for its /sitemap.xml.",
      "oneOf": [
        {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^ ]+$"},
        {"type": "array", "minItems": 1, "maxItems": 10000,
         "items": {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^ ]+$"}}
      ]
    },
    "include": {
      "description": "Regular expression that a page's URL must match somewhere, such as \"/article/\"; of a list, at least one. Without it every URL is taken.",
      "oneOf": [
        {"type": "string", "minLength": 1},
        {"type": "array", "minItems": 1, "maxItems": 100, "items": {"type": "string", "minLength": 1}}
      ]
    },
    "exclude": {
      "description": "Regular expression that leaves out the URLs that match it somewhere; of a list, any. Goes before include.",
      "oneOf": [
        {"type": "string", "minLength": 1},
        {"type": "array", "minItems": 1, "maxItems": 100, "items": {"type": "string", "minLength": 1}}
      ]
    },
    "since": {
      "type": "string", "pattern": "^[0-9]{1,6}(s|m|h|d|w)$",
      "description": "Takes only pages that changed within this time, such as \"7d\", as the sitemap's lastmod says. Sitemaps that an index dates earlier are not even fetched."
    },
    "undated": {
      "type": "string", "enum": ["keep", "skip"], "default": "keep",
      "description": "What since and only_new do with pages that have no lastmod."
    },
    "only_new": {
      "type": "boolean", "default": false,
      "description": "Takes only pages whose lastmod is not before the newest one that earlier runs of this platform took. Pages of exactly that moment or day come again, and so do pages that could not be fetched, so that none is missed."
    },
    "max_pages": {
      "type": "integer", "minimum": 1, "maximum": 1000000, "default": 1000,
      "description": "The most pages of a run. When there are more, a warning says so; with only_new the oldest go first and the next run continues."
    },
    "max_sitemaps": {
      "type": "integer", "minimum": 1, "maximum": 50000, "default": 1000,
      "description": "The most sitemaps that a run fetches, those that indexes list among them."
    },
    "key": {
      "type": "string", "minLength": 1,
      "description": "Goes with fields: what identifies an item from run to run, text with {url} for the page's address and {name} for the field of that name. Without it the page's address."
    },
    "kind": {
      "type": "string", "pattern": "^[a-z][a-z0-9_-]*$", "default": "page",
      "description": "The kind that the items are stored under."
    },
    )";
inline constexpr std::string_view schema_tail = "\n  }\n}";
inline constexpr auto schema = fields::joined<schema_head, html_plugin::fields_schema, schema_tail>.data();

}  // namespace trawl::sitemap_plugin
