// `platforms:`: what is scraped, by which plugin, under which limits.
#include <fmt/format.h>

#include <map>

#include "base/text.hpp"
#include "settings/canonical.hpp"
#include "settings/effective.hpp"
#include "settings/readers.hpp"
#include "settings/schema.hpp"

namespace trawl::settings {
namespace {

using std::chrono::days;

constexpr std::size_t most_platforms = 1000;

// The configuration schemas of the plugins in use, each parsed once per file.
class Schemas {
 public:
  explicit Schemas(const Reading& reading) : reading_(reading) {}

  // Null when there is nothing to check against. A broken schema is reported where the plugin is first
  // named: the file is not at fault, but it cannot be used.
  const Schema* find(const model::PluginDescriptor& plugin, Section& platform) {
    const auto [entry, is_new] = schemas_.try_emplace(plugin.id);
    if (is_new && !plugin.config_schema.empty()) entry->second = parse(plugin, platform);
    return entry->second ? &*entry->second : nullptr;
  }

 private:
  std::optional<Schema> parse(const model::PluginDescriptor& plugin, Section& platform) {
    const Member& named = *platform.find("plugin");
    auto schema = Schema::parse(plugin.config_schema);
    if (!schema) {
      platform.fault(
          named, fmt::format("'{}' has a broken configuration schema: {}; report it to the plugin's author",
                             plugin.id, schema.error().message));
      return std::nullopt;
    }
    if (const auto& unchecked = schema->unsupported_keywords(); !unchecked.empty())
      reading_.warnings.add(
          named.value.at,
          fmt::format("{}: '{}' has a configuration schema with keywords that trawl does not check: {}",
                      platform.path_of("plugin"), plugin.id, join(unchecked, ", ")));
    return std::move(*schema);
  }

  const Reading& reading_;
  std::map<std::string, std::optional<Schema>> schemas_;
};

// Null when it is unknown (reported) or when plugins are not looked up at all.
const model::PluginDescriptor* find_plugin(Section& section, const Reading& reading,
                                           const Platform& platform) {
  const Member* member = section.require("plugin", "which plugin scrapes it");
  if (member == nullptr || !reading.options.find_plugin || platform.plugin.empty()) return nullptr;
  const auto* plugin = reading.options.find_plugin(platform.plugin);
  if (plugin == nullptr) {
    const std::string near = did_you_mean(platform.plugin, reading.options.plugin_ids);
    section.fault(*member,
                  fmt::format("no plugin '{}' is installed{}", platform.plugin,
                              near.empty() ? "; plugins.path says where trawl looks for plugins" : near));
  }
  return plugin;
}

void read_config(Section& section, const Reading& reading, Schemas& schemas, Platform& platform) {
  const auto* plugin = find_plugin(section, reading, platform);
  const Section config = section.section("config");
  if (!config.is_map() && !config.is_empty()) return;
  const Node empty{.kind = Node::Kind::map, .at = config.at()};
  const Node& node = config.is_map() ? section.find("config")->value : empty;
  const std::size_t before = reading.faults.count();
  platform.config = canonical(to_json(node, reading.faults));
  if (plugin == nullptr) return;
  if (const Schema* schema = schemas.find(*plugin, section))
    schema->check(node, section.path_of("config"), reading.faults);
  if (reading.faults.count() == before)
    reading.plugin_configs.push_back({platform.name, plugin->id, platform.config});
}

void read_limits(Section section, Limits& limits) {
  section.read("time", limits.time, duration(Millis(1), days(7)));
  section.read("memory", limits.memory, size(16ULL << 20, 1ULL << 40));
  section.read("tries", limits.tries, integer(1, 10));
  section.done();
}

void read_expectations(Section section, Expectations& expect) {
  section.read("min_items", expect.min_items, integer(0, 1'000'000'000));
  section.read("max_drop", expect.max_drop, read_percentage);
  section.done();
}

std::shared_ptr<const model::FetchPolicy> read_fetch(
    Section section, const Reading& reading, const std::shared_ptr<const model::FetchPolicy>& daemon) {
  model::FetchPolicy policy = *daemon;
  read_fetch_policy(section, reading, policy);
  if (const Member* member = section.find("max_connections"))
    section.fault(*member, "is for the whole daemon; it belongs under the top-level fetch:");
  section.done();
  return policy == *daemon ? daemon : std::make_shared<const model::FetchPolicy>(std::move(policy));
}

Platform read_platform(const std::string& name, Section section, const Reading& reading, Schemas& schemas,
                       const std::shared_ptr<const model::FetchPolicy>& daemon) {
  Platform platform;
  platform.name = name;
  section.read("plugin", platform.plugin, read_word);
  section.read("enabled", platform.enabled, read_boolean);
  read_config(section, reading, schemas, platform);
  platform.fetch = read_fetch(section.section("fetch"), reading, daemon);
  read_limits(section.section("limits"), platform.limits);
  read_expectations(section.section("expect"), platform.expect);
  section.done();
  return platform;
}

}  // namespace

void read_platforms(Section section, const Reading& reading, Settings& settings) {
  const auto daemon = std::make_shared<const model::FetchPolicy>(settings.fetch);
  Schemas schemas(reading);
  section.check_count(most_platforms);
  for (const Member& member : section.members()) {
    section.check_name(member);
    settings.platforms.push_back(read_platform(
        member.key, Section(member, section.path_of(member.key), reading.faults), reading, schemas, daemon));
  }
}

}  // namespace trawl::settings
