// What `config:` of a platform with the plugin demo may hold.
#pragma once

namespace demo {

inline constexpr auto schema = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "demo",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "items": {
      "type": "integer", "minimum": 0, "maximum": 1000000, "default": 10,
      "description": "How many items to make up. Every run makes the same ones."
    },
    "delay": {
      "type": "string", "pattern": "^[0-9]{1,6}(ms|s|m)$", "default": "0ms",
      "description": "How long each item takes."
    },
    "fail_rate": {
      "type": "number", "minimum": 0, "maximum": 1, "default": 0,
      "description": "The share of items that end on the error list instead."
    },
    "fault": {
      "type": "string", "default": "none",
      "enum": ["none", "fail", "throw", "crash", "abort", "exit", "hang", "spin", "leak", "flood"],
      "description": "What goes wrong: fail reports an error and ends, throw throws an exception, crash is a SIGSEGV, abort a SIGABRT, exit leaves the process with code 0, hang sleeps and spin computes for ever, leak takes memory until there is none, flood emits items without end."
    },
    "after": {
      "type": "integer", "minimum": 0, "default": 0,
      "description": "How many items come before the fault."
    },
    "until": {
      "type": "string", "enum": ["never", "retry"], "default": "never",
      "description": "When the fault is over: never, or retry: a retry of the run works."
    },
    "faulty_attempts": {
      "type": "integer", "minimum": 0, "default": 0,
      "description": "Only the first so many attempts of the platform have the fault, counted in its state; 0 is all of them."
    }
  }
})";

}  // namespace demo
