// Reads trawl.yaml. A file gives settings, or all that is wrong with it at once. Any thread; blocks for
// the file, the group database and the time zone database.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/plugin.hpp"
#include "settings/fault.hpp"
#include "settings/plugin_faults.hpp"
#include "settings/settings.hpp"

namespace trawl::settings {

// The machine's groups (getgrnam_r).
std::optional<std::uint32_t> find_system_group(const std::string& name);

// What systemd gives to the service ($CREDENTIALS_DIRECTORY); empty outside of it.
std::string system_credentials_folder();

struct LoadOptions {
  // Null for a plugin that is not installed. Empty: plugins and their `config:` are not checked, as in
  // the first of two passes, which learns `plugins.path` to look for them.
  std::function<const model::PluginDescriptor*(std::string_view id)> find_plugin = {};
  std::vector<std::string> plugin_ids = {};  // of all that are installed, for suggestions

  std::function<std::optional<std::uint32_t>(const std::string& name)> find_group = find_system_group;
  bool tolerate_unknown_groups = false;  // to check another machine's file: they then grant nothing

  std::string credentials_folder = system_credentials_folder();
  bool tolerate_absent_credentials = false;  // to check outside of the service, where systemd gives none
  bool tolerate_absent_files = false;  // to check another machine's file: secrets and authorities go unread
};

struct LoadResult {
  std::optional<Settings> settings;  // if and only if there are no faults
  std::vector<Fault> faults;         // in the order of the text
  std::vector<Fault> warnings;       // legal, but perhaps not meant

  // What is left for the plugins to judge, also beside faults elsewhere, and where to place what they say. Null
  // and empty when the text is not YAML.
  std::shared_ptr<const Document> document;
  std::vector<PluginConfig> plugin_configs;
};

LoadResult load(const std::filesystem::path& file, const LoadOptions& = {});

// `file` is the name that faults carry.
LoadResult load_text(std::string file, std::string_view text, const LoadOptions& = {});

}  // namespace trawl::settings
