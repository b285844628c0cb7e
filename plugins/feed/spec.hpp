// The plugin's configuration, understood. Any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <trawl/config_fault.hpp>
#include <vector>

#include "plugins/fields/key.hpp"

namespace trawl::feed_plugin {

struct Spec {
  std::vector<std::string> urls;  // absolute, each once
  std::optional<std::chrono::seconds> max_age;
  bool only_new = false;
  std::vector<std::string> fields;  // names of fields, all of them known
  bool plain_texts = true;
  std::vector<fields::KeyPart> key;  // empty: none was given
  std::string kind = "entry";
};

// Reads the JSON text of a configuration that fits the schema, and checks what a schema cannot. Throws
// config_fault.
Spec parse_spec(std::string_view config_json);

}  // namespace trawl::feed_plugin
