// What `config:` of a platform with the plugin feed may hold.
#pragma once

namespace trawl::feed_plugin {

inline constexpr auto schema = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "feed",
  "type": "object",
  "additionalProperties": false,
  "required": ["urls"],
  "properties": {
    "urls": {
      "description": "The feed, or a list of them: RSS, Atom, RDF or JSON Feed. Several are fetched at a time; their entries come in the order of the list.",
      "oneOf": [
        {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^ ]+$"},
        {"type": "array", "minItems": 1, "maxItems": 10000,
         "items": {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^ ]+$"}}
      ]
    },
    "max_age": {
      "type": "string", "pattern": "^[0-9]{1,6}(s|m|h|d|w)$",
      "description": "Leaves out entries that are older, such as \"30d\": by their date of publication, else of change. Entries without a date that can be read stay."
    },
    "only_new": {
      "type": "boolean", "default": false,
      "description": "Gives each entry once: those that an earlier run of this platform has given are left out. Without it every run gives the whole feed, and entries with the same key replace each other."
    },
    "fields": {
      "type": "array", "minItems": 1,
      "description": "Which fields an item has, in this order. Without it all of them.",
      "items": {"type": "string", "enum": ["id", "title", "link", "published", "updated", "summary", "content",
        "authors", "categories", "enclosures", "image", "comments", "feed", "feed_title"]}
    },
    "texts": {
      "type": "string", "enum": ["plain", "html"], "default": "plain",
      "description": "How summary and content are given: without markup and with white space normalised, or as the feed has them. Titles are always plain."
    },
    "key": {
      "type": "string", "minLength": 1,
      "description": "What identifies an item from run to run: text with {id}, {link}, {title}, {published}, {updated}, {feed} or {feed_title} for what the entry has there. Without it the entry's id, else its link, else a fingerprint of title and date."
    },
    "kind": {
      "type": "string", "pattern": "^[a-z][a-z0-9_-]*$", "default": "entry",
      "description": "The kind that the items are stored under."
    }
  }
})";

}  // namespace trawl::feed_plugin
