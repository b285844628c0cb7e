// What `config:` of a platform with the plugin json may hold.
#pragma once

namespace trawl::json_plugin {

inline constexpr auto schema = R"schema({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "json",
  "type": "object",
  "additionalProperties": false,
  "required": ["start"],
  "properties": {
    "start": {
      "description": "The address to begin with, or a list of them. Each is followed through `next` on its own; without `next` several are fetched at a time.",
      "oneOf": [
        {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^ ]+$"},
        {"type": "array", "minItems": 1,
         "items": {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^ ]+$"}}
      ]
    },
    "method": {
      "type": "string", "enum": ["GET", "POST"],
      "description": "How to ask. Without it GET, and POST when there is a body."
    },
    "headers": {
      "type": "object", "additionalProperties": {"type": "string"},
      "description": "Headers of every request to the sites of `start`; other sites that answers lead to do not get them. Keys and tokens belong into fetch.credentials."
    },
    "body": {
      "type": ["string", "object", "array"],
      "description": "What every request sends. A text goes as it is, as a form unless `headers` name another Content-Type; anything else is sent as JSON."
    },
    "items": {
      "type": "string", "pattern": "^(/|\\$|$)", "default": "",
      "description": "Where the items are: a JSON Pointer such as \"/data\" to a list or to a single one, or a JSONPath such as \"$.groups[*].jobs[?@.open == true]\" that selects them. \"\" is the document itself."
    },
    "next": {
      "type": "object", "additionalProperties": false,
      "description": "How a page leads to the next. Exactly one of pointer, path, page and link.",
      "oneOf": [{"required": ["pointer"]}, {"required": ["path"]}, {"required": ["page"]}, {"required": ["link"]}],
      "properties": {
        "pointer": {"type": "string", "pattern": "^/",
          "description": "JSON Pointer to the address of the next page or, with `param`, to the cursor that asks for it. The last page is where it is missing, null, false or empty."},
        "path": {"type": "string", "pattern": "^\\$",
          "description": "The same as a JSONPath: the first value that it selects."},
        "param": {"type": "string", "minLength": 1,
          "description": "The parameter of the address that the cursor is put into."},
        "page": {"type": "string", "minLength": 1,
          "description": "The parameter of the address that counts pages or items. The last page is the first one without items."},
        "first": {"type": "integer", "minimum": 0, "maximum": 1000000000, "default": 1,
          "description": "The first number, unless `start` has one already."},
        "step": {"type": "integer", "minimum": 1, "maximum": 1000000000, "default": 1,
          "description": "How much the number grows from page to page: the page's size where items are counted."},
        "link": {"type": "string", "minLength": 1,
          "description": "The relation in the answer's Link header that leads on: \"next\"."}
      }
    },
    "max_pages": {
      "type": "integer", "minimum": 1, "maximum": 1000000, "default": 100,
      "description": "The most requests, all starts together."
    },
    "key": {
      "type": "string", "minLength": 1,
      "description": "What identifies an item from run to run: text with {/pointer} for a value inside the item, {name} for the field of that name and {url} for the address of its page. Without it a fingerprint of the item."
    },
    "kind": {
      "type": "string", "pattern": "^[a-z][a-z0-9_-]*$", "default": "item",
      "description": "The kind that the items are stored under."
    },
    "error_when": {
      "type": "object", "additionalProperties": false,
      "oneOf": [{"required": ["pointer"]}, {"required": ["path"]}],
      "description": "An answer that is an error although its status says otherwise. It becomes one error of the run, in the API's own words.",
      "properties": {
        "pointer": {"type": "string", "pattern": "^/",
          "description": "JSON Pointer to what only errors have: a value that is not null, false, 0 or empty."},
        "path": {"type": "string", "pattern": "^\\$",
          "description": "The same as a JSONPath: one of the values that it selects."},
        "equals": {"description": "The value that stands there in errors."}
      }
    },
    "message": {
      "type": "string", "pattern": "^(/|\\$)",
      "description": "JSON Pointer or JSONPath to what the API says about an error, in answers that `error_when` recognises and in those with an error status. Without it, or when nothing is there, the usual places are tried, such as /message, /error/message and /errors/0/detail."
    },
    "fields": {
      "type": "object", "minProperties": 1,
      "description": "The fields of an item, by name. Each is a JSON Pointer or JSONPath inside the item, or an object that says more. Without fields, items are kept as they stand.",
      "additionalProperties": {
        "oneOf": [
          {"type": "string", "pattern": "^(/|\\$|$)"},
          {
            "type": "object", "additionalProperties": false,
            "oneOf": [{"required": ["pointer"]}, {"required": ["path"]}],
            "properties": {
              "pointer": {"type": "string", "pattern": "^(/|$)",
                "description": "JSON Pointer inside the item; \"\" is the item itself."},
              "path": {"type": "string", "pattern": "^\\$",
                "description": "JSONPath inside the item, whose root is \"$\": the first value that it selects, or with `many` all of them."},
              "type": {"type": "string", "enum": ["text", "number", "integer", "boolean", "url", "json"], "default": "json",
                "description": "What the value becomes. json is the value as it stands; a url is made absolute; numbers are read out of texts; a boolean is false when nothing is found or the text says no."},
              "many": {"type": "boolean", "default": false,
                "description": "A list: of all that a path selects, or of the items of the list that a pointer leads to."},
              "required": {"type": "boolean", "default": false,
                "description": "Without this field an item is an error and is left out."},
              "match": {"type": "string", "minLength": 1,
                "description": "Regular expression (ECMAScript, without look-ahead and back-references): its first group, or all it matches, stands for the value's text. A text without a match does not count."},
              "locale": {"type": "string", "pattern": "^[A-Za-z]{2,3}([_-][A-Za-z0-9]+)*$",
                "description": "How numbers are written in texts: \"en\" 1,234.5, \"de\" 1.234,5. Without it the text itself decides."},
              "default": {
                "description": "The value when nothing is found."}
            }
          }
        ]
      }
    }
  }
})schema";

}  // namespace trawl::json_plugin
