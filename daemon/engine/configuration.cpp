#include "engine/configuration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <set>

#include "base/text.hpp"

namespace trawl::engine {
namespace {

using model::Availability;

std::vector<std::string> platform_names(const settings::Settings& settings) {
  std::vector<std::string> names;
  for (const auto& platform : settings.platforms) names.push_back(platform.name);
  return names;
}

std::vector<std::string> in_configuration_order(const Configuration& configuration,
                                                const std::vector<std::string>& named) {
  const std::set<std::string> wanted(named.begin(), named.end());
  std::vector<std::string> ordered;
  for (const auto& platform : configuration.settings->platforms)
    if (wanted.contains(platform.name)) ordered.push_back(platform.name);
  return ordered;
}

Result<> check_known(const Configuration& configuration, const std::vector<std::string>& named) {
  const auto names = platform_names(*configuration.settings);
  std::vector<std::string> unknown;
  for (const std::string& name : named)
    if (std::ranges::find(names, name) == names.end()) unknown.push_back(name);
  if (unknown.empty()) return {};
  return refuse(
      Code::unknown_platform,
      fmt::format("unknown platform {}{}", join(unknown, ", "), did_you_mean(unknown.front(), names)),
      "trawlctl platforms lists them",
      {{"invalid", boost::json::array(unknown.begin(), unknown.end())},
       {"valid", boost::json::array(names.begin(), names.end())},
       {"field", "/platforms"}});
}

Result<> check_usable(const Configuration& configuration, const std::string& platform) {
  const auto state = configuration.state(platform);
  if (state.availability == Availability::disabled)
    return refuse(Code::platform_disabled, fmt::format("platform {} is disabled", platform),
                  fmt::format("trawlctl platforms enable {}", platform));
  if (state.availability != Availability::available)
    return refuse(Code::platform_unavailable,
                  fmt::format("platform {} cannot run: {}", platform, state.reason),
                  "trawlctl plugins shows what was found");
  return {};
}

}  // namespace

bool Configuration::enabled(const settings::Platform& platform) const {
  const auto said = enabled_overrides.find(platform.name);
  return said == enabled_overrides.end() ? platform.enabled : said->second;
}

const model::PluginDescriptor* Configuration::find_plugin(const std::string& id) const {
  const auto found = plugins.find(id);
  return found == plugins.end() ? nullptr : &found->second;
}

model::PlatformState Configuration::state(const std::string& name) const {
  const settings::Platform* platform = settings->find_platform(name);
  if (!platform) return {Availability::unknown, "no longer configured", 0};
  const int order = static_cast<int>(platform - settings->platforms.data());
  if (!enabled(*platform)) return {Availability::disabled, "disabled", order};
  if (!find_plugin(platform->plugin))
    return {Availability::unavailable,
            fmt::format("plugin '{}' is not installed or does not load", platform->plugin), order};
  return {Availability::available, "", order};
}

model::PlatformLookup lookup(ConfigurationPtr configuration) {
  return [configuration](const std::string& platform) { return configuration->state(platform); };
}

Result<std::vector<std::string>> choose_platforms(const Configuration& configuration,
                                                  const std::vector<std::string>& named) {
  if (named.empty()) return choose_scheduled(configuration, platform_names(*configuration.settings));
  if (auto known = check_known(configuration, named); !known) return std::unexpected(known.error());
  for (const std::string& name : named)
    if (auto usable = check_usable(configuration, name); !usable) return std::unexpected(usable.error());
  return in_configuration_order(configuration, named);
}

Result<std::vector<std::string>> choose_scheduled(const Configuration& configuration,
                                                  const std::vector<std::string>& listed) {
  std::vector<std::string> enabled;
  for (const std::string& name : in_configuration_order(configuration, listed))
    if (configuration.enabled(*configuration.settings->find_platform(name))) enabled.push_back(name);
  if (enabled.empty())
    return refuse(Code::platform_unavailable, "no platform is enabled", "trawlctl platforms enable NAME");
  return enabled;
}

}  // namespace trawl::engine
