// What `config:` of a platform with the plugin python may hold.
#pragma once

namespace trawl::python_plugin {

inline constexpr auto schema = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "python",
  "type": "object",
  "required": ["script"],
  "properties": {
    "script": {
      "type": "string", "minLength": 1,
      "description": "The Python file whose function run(ctx) is called, by its absolute path. It and its folder must belong to root or to trawl's user and be writable by nobody else. Every other key of config is the script's own: it reads them as ctx.config."
    }
  }
})";

}  // namespace trawl::python_plugin
