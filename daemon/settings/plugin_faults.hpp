// What plugins have against the `config:` of their platforms, placed in the text. A schema sees each value by
// itself; whether a selector parses, only its plugin knows. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "settings/fault.hpp"
#include "settings/tree.hpp"

namespace trawl::settings {

// A text that was read, kept to find places in it.
struct Document {
  std::string file, text;
  Node tree;
};

// A platform whose `config:` fits the schema of its plugin: the plugin may be asked.
struct PluginConfig {
  std::string platform, plugin;
  std::string json;
};

struct PluginFault {
  std::string platform;
  std::string pointer;  // JSON Pointer within its `config:`; what is not there is reported at the nearest that is
  std::string message;
};

// As the faults of a schema are: "platforms.NAME.config at /pointer: message", in the order of the text.
std::vector<Fault> place(const Document&, const std::vector<PluginFault>&);

// Of the platform's `plugin:`, for what is wrong with the plugin itself.
Fault place_at_plugin(const Document&, const std::string& platform, const std::string& message);

// Two lists in the order of the text as one; what has no place stays at the end.
std::vector<Fault> merge(std::vector<Fault>, std::vector<Fault>);

}  // namespace trawl::settings
