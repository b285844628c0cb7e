// What the tests of the settings share: a machine with two groups and a plugin, and the faults of a text
// as lines.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "settings/load.hpp"

namespace trawl::settings::testing {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

inline const model::PluginDescriptor pages{.id = "pages", .version = "1.0.0", .config_schema = R"({
      "type": "object", "required": ["start"], "additionalProperties": false,
      "properties": {
        "start": {"type": "string", "description": "where the crawl begins"},
        "depth": {"type": "integer", "minimum": 1, "maximum": 9},
        "images": {"type": "boolean"},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}}
      }})"};

inline LoadOptions machine() {
  LoadOptions options;
  options.find_plugin = [](std::string_view id) { return id == "pages" ? &pages : nullptr; };
  options.plugin_ids = {"pages"};
  options.find_group = [](const std::string& name) -> std::optional<std::uint32_t> {
    if (name == "trawl") return 970;
    if (name == "trawl-admin") return 971;
    return std::nullopt;
  };
  return options;
}

inline LoadResult load_here(std::string_view text, const LoadOptions& options = machine()) {
  return load_text("t.yaml", text, options);
}

inline std::vector<std::string> lines(const std::vector<Fault>& faults) {
  std::vector<std::string> lines;
  for (const Fault& fault : faults) lines.push_back(to_string(fault));
  return lines;
}

// "line:column: message" of each fault.
inline std::vector<std::string> faults_of(std::string_view text, const LoadOptions& options = machine()) {
  std::vector<std::string> faults = lines(load_here(text, options).faults);
  for (std::string& fault : faults) fault.erase(0, std::string_view("t.yaml:").size());
  return faults;
}

// For texts that must load.
inline Settings settings_of(std::string_view text, const LoadOptions& options = machine()) {
  LoadResult result = load_here(text, options);
  EXPECT_THAT(lines(result.faults), IsEmpty());
  return result.settings.value_or(Settings{});
}

}  // namespace trawl::settings::testing
