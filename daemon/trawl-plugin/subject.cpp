#include "trawl-plugin/subject.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "base/text.hpp"
#include "settings/load.hpp"
#include "settings/plugin_faults.hpp"
#include "trawl-plugin/await.hpp"
#include "worker/catalog.hpp"

namespace trawl::author {
namespace {

namespace fs = std::filesystem;
using Load = std::function<settings::LoadResult(const settings::LoadOptions&)>;

struct Plugins {
  std::vector<model::PluginDescriptor> found;
  std::vector<worker::CatalogFault> faults;
};

Result<Plugins> find_plugins(asio::io_context& io, worker::Launcher& launcher, const Installation& installed,
                             const settings::Settings& settings, const fs::path& library) {
  if (!library.empty()) {
    auto probed = await(io, launcher.probe(fs::absolute(library)));
    if (!probed) return std::unexpected(std::move(probed.error()));
    return Plugins{std::move(*probed), {}};
  }
  std::vector<fs::path> folders = installed.plugin_folders;
  folders.insert(folders.end(), settings.plugin_path.begin(), settings.plugin_path.end());
  std::set<fs::path> seen;
  std::erase_if(folders, [&](const fs::path& folder) {
    std::error_code fault;
    return !seen.insert(fs::weakly_canonical(folder, fault)).second;
  });
  auto catalog = await(io, worker::scan(launcher, std::move(folders)));
  return Plugins{std::move(catalog.plugins), std::move(catalog.faults)};
}

std::vector<std::string> ids_of(const Plugins& plugins) {
  std::vector<std::string> ids;
  for (const auto& plugin : plugins.found) ids.push_back(plugin.id);
  return ids;
}

std::unexpected<Error> config_fault(const std::vector<settings::Fault>& faults,
                                    const std::vector<worker::CatalogFault>& unusable = {}) {
  std::vector<std::string> lines;
  for (const auto& fault : faults) lines.push_back(to_string(fault));
  for (const auto& fault : unusable)
    lines.push_back(fmt::format("{}: {}", fault.file.string(), fault.error.message));
  return refuse(Code::config_invalid, join(lines, "\n"));
}

Result<std::string> choose_platform(const settings::Settings& settings, const Wanted& wanted,
                                    const Plugins& plugins) {
  std::vector<std::string> names;
  for (const auto& platform : settings.platforms) names.push_back(platform.name);
  if (!wanted.platform.empty()) {
    if (settings.find_platform(wanted.platform)) return wanted.platform;
    return refuse(Code::unknown_platform, fmt::format("{} has no platform {}{}", settings.file,
                                                      wanted.platform, did_you_mean(wanted.platform, names)));
  }
  if (!wanted.library.empty() && names.size() > 1) {
    const auto ids = ids_of(plugins);
    std::erase_if(names, [&](const std::string& name) {
      return std::ranges::find(ids, settings.find_platform(name)->plugin) == ids.end();
    });
  }
  if (names.size() == 1) return names.front();
  if (names.empty())
    return refuse(Code::unknown_platform, fmt::format("{} names no platform for it", settings.file),
                  "platforms: {NAME: {plugin: ID, config: {...}}}");
  return refuse(Code::invalid_params,
                fmt::format("{} has several platforms: {}", settings.file, join(names, ", ")),
                "choose one with --platform NAME");
}

// What the plugin itself says of the platform's configuration. One that cannot judge is no fault of the file:
// its run will tell.
std::vector<settings::Fault> ask_plugin(asio::io_context& io, worker::Launcher& launcher,
                                        const model::PluginDescriptor& plugin, const std::string& platform,
                                        const settings::LoadResult& loaded) {
  const auto& configs = loaded.plugin_configs;
  const auto config = std::ranges::find(configs, platform, &settings::PluginConfig::platform);
  if (!plugin.checks_config || config == configs.end()) return {};
  const auto verdict = await(io, launcher.check(plugin.file, plugin.id, config->json));
  if (!verdict) return {};
  std::vector<settings::PluginFault> found;
  for (const auto& [pointer, text] : *verdict) found.push_back({platform, pointer, text});
  return settings::place(*loaded.document, found);
}

// Twice, as trawld does: the first pass learns which platform and which plugin, the second checks the file
// against that plugin's schema.
Result<Subject> find_with(asio::io_context& io, worker::Launcher& launcher, const Installation& installed,
                          const Wanted& wanted, const Load& load) {
  settings::LoadOptions options;
  options.tolerate_unknown_groups = true;
  options.tolerate_absent_credentials = options.tolerate_absent_files = wanted.offline;
  const auto first = load(options);
  if (!first.settings) return config_fault(first.faults);
  auto plugins = find_plugins(io, launcher, installed, *first.settings, wanted.library);
  if (!plugins) return std::unexpected(std::move(plugins.error()));
  auto name = choose_platform(*first.settings, wanted, *plugins);
  if (!name) return std::unexpected(std::move(name.error()));

  const std::string id = first.settings->find_platform(*name)->plugin;
  std::map<std::string, model::PluginDescriptor, std::less<>> others;  // platforms that do not run now
  options.plugin_ids = ids_of(*plugins);
  options.find_plugin = [&](std::string_view asked) -> const model::PluginDescriptor* {
    if (asked != id) return &others[std::string(asked)];
    const auto found = std::ranges::find(plugins->found, asked, &model::PluginDescriptor::id);
    return found == plugins->found.end() ? nullptr : &*found;
  };
  auto second = load(options);
  if (!second.settings) return config_fault(second.faults, plugins->faults);
  if (const auto faults = ask_plugin(io, launcher, *options.find_plugin(id), *name, second); !faults.empty())
    return config_fault(faults);
  return Subject{*second.settings->find_platform(*name), *options.find_plugin(id)};
}

}  // namespace

Result<Subject> find_subject(asio::io_context& io, worker::Launcher& launcher, const Installation& installed,
                             const Wanted& wanted) {
  return find_with(io, launcher, installed, wanted, [&](const settings::LoadOptions& options) {
    return settings::load(wanted.config, options);
  });
}

Result<Subject> find_subject_in(asio::io_context& io, worker::Launcher& launcher,
                                const Installation& installed, const Wanted& wanted, const std::string& name,
                                const std::string& text) {
  return find_with(io, launcher, installed, wanted, [&](const settings::LoadOptions& options) {
    return settings::load_text(name, text, options);
  });
}

}  // namespace trawl::author
