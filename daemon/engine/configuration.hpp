// What may run now: the settings, the plugins found, and the platforms an operator switched on or off.
// Immutable; a reload makes a new one, and runs keep the one they started with.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "model/plugin.hpp"
#include "model/retry.hpp"
#include "settings/settings.hpp"

namespace trawl::engine {

struct Configuration {
  std::shared_ptr<const settings::Settings> settings;
  std::map<std::string, model::PluginDescriptor> plugins;  // by id
  std::map<std::string, std::string> plugin_faults;        // file -> why it is not usable
  std::map<std::string, bool> enabled_overrides;           // platform -> what the operator said

  bool enabled(const settings::Platform&) const;
  const model::PluginDescriptor* find_plugin(const std::string& id) const;
  model::PlatformState state(const std::string& platform) const;
};

using ConfigurationPtr = std::shared_ptr<const Configuration>;

// The lookup that the retry rule asks; keeps the configuration alive.
model::PlatformLookup lookup(ConfigurationPtr);

// Platforms for a new run. Unnamed: every enabled one, also one whose plugin is missing, so that the run
// shows it as failed. Named: refused when unknown (all of them are listed), disabled or unavailable.
// Duplicates fold; the order is the configuration's.
Result<std::vector<std::string>> choose_platforms(const Configuration&,
                                                  const std::vector<std::string>& named);

// Platforms for a schedule's run: those of its list that are enabled. Refused when none is.
Result<std::vector<std::string>> choose_scheduled(const Configuration&,
                                                  const std::vector<std::string>& listed);

}  // namespace trawl::engine
