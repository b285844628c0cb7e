#include "trawld/reload.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "base/log.hpp"

namespace trawl::trawld {
namespace {

namespace json = boost::json;

// Compares two named lists; `same` tells whether an entry of both is unchanged.
template <class Entry, class Same>
void compare_named(const std::string& section, const std::vector<Entry>& before,
                   const std::vector<Entry>& after, Same same, api::ConfigChange& change) {
  std::map<std::string, const Entry*> old;
  for (const Entry& entry : before) old[entry.name] = &entry;
  for (const Entry& entry : after) {
    const auto known = old.find(entry.name);
    if (known == old.end())
      change.added.push_back(section + "." + entry.name);
    else if (!same(*known->second, entry))
      change.changed.push_back(section + "." + entry.name);
    if (known != old.end()) old.erase(known);
  }
  for (const auto& [name, entry] : old) change.removed.push_back(section + "." + name);
}

bool same_platform(const settings::Platform& a, const settings::Platform& b) {
  return a.digest == b.digest && a.enabled == b.enabled;
}

bool same_schedule(const settings::Schedule& a, const settings::Schedule& b) {
  return model::describe(a.cadence) == model::describe(b.cadence) && a.platforms == b.platforms &&
         a.overlap == b.overlap && a.misfire == b.misfire && a.splay == b.splay &&
         a.auto_retry == b.auto_retry;
}

json::object to_json(const api::ConfigChange& change) {
  const auto list = [](const std::vector<std::string>& names) {
    return json::array(names.begin(), names.end());
  };
  return {{"digest", change.digest},
          {"added", list(change.added)},
          {"removed", list(change.removed)},
          {"changed", list(change.changed)},
          {"restart_required", list(change.restart_required)}};
}

json::array to_json(const std::vector<settings::Fault>& faults) {
  json::array list;
  for (const auto& fault : faults)
    list.push_back(
        {{"file", fault.file}, {"line", fault.line}, {"column", fault.column}, {"message", fault.message}});
  return list;
}

}  // namespace

api::ConfigChange compare(const settings::Settings& before, const settings::Settings& after) {
  api::ConfigChange change;
  change.digest = after.digest;
  compare_named("platforms", before.platforms, after.platforms, same_platform, change);
  compare_named("schedules", before.schedules, after.schedules, same_schedule, change);
  const auto fixed = [&](const char* key, bool same) {
    if (!same) change.restart_required.push_back(key);
  };
  fixed("state_dir", before.state_dir == after.state_dir);
  fixed("socket", before.socket.path == after.socket.path && before.socket.mode == after.socket.mode &&
                      before.socket.gid == after.socket.gid);
  fixed("log.target", before.log.target == after.log.target);
  fixed("fetch.max_connections", before.max_connections == after.max_connections);
  return change;
}

std::vector<api::ConfigFault> to_api(const std::vector<settings::Fault>& faults) {
  std::vector<api::ConfigFault> list;
  for (const auto& fault : faults) list.push_back({fault.file, fault.line, fault.column, fault.message, {}});
  return list;
}

Task<Result<api::ConfigChange>> Reloader::reload(bool dry_run, std::optional<store::AuditRow> audit) {
  if (reloading_)
    co_return refuse(Code::revision_conflict, "another reload is under way", "ask again when it is done");
  reloading_ = true;
  auto read = co_await configurator_.read(state_.config_file);
  reloading_ = false;
  if (!read.configuration) {
    if (!dry_run) co_await reject(read.faults, std::move(audit));
    co_return refuse(Code::config_invalid,
                     fmt::format("{} has {} fault(s); nothing was changed", state_.config_file.string(),
                                 read.faults.size()),
                     fmt::format("the first: {}", to_string(read.faults.front())),
                     {{"errors", to_json(read.faults)}});
  }
  auto change = compare(*state_.configuration->settings, *read.configuration->settings);
  for (const auto& warning : read.warnings) log::warning("config.warning", "{}", to_string(warning));
  if (!dry_run) co_await apply(read.configuration, change, std::move(audit));
  co_return change;
}

Task<Result<>> Reloader::reject(const std::vector<settings::Fault>& faults,
                                std::optional<store::AuditRow> audit) {
  state_.config_error = to_string(faults.front());
  for (const auto& fault : faults) log::error("config.rejected", "{}", to_string(fault));
  store::Event event;
  event.time = clock_.now();
  event.type = "config.rejected";
  event.data = json::serialize(json::object{{"errors", to_json(faults)}});
  co_return co_await store_.append(std::move(event), std::move(audit));
}

Task<> Reloader::apply(engine::ConfigurationPtr configuration, const api::ConfigChange& change,
                       std::optional<store::AuditRow> audit) {
  auto merged = std::make_shared<engine::Configuration>(*configuration);
  merged->enabled_overrides = state_.configuration->enabled_overrides;
  state_.configuration = merged;
  state_.config_loaded_at = clock_.now();
  state_.config_error.clear();
  applied_(*merged->settings);
  co_await scheduler_.reconfigure(merged);
  log::info("config.reloaded", "{} added, {} removed, {} changed", change.added.size(), change.removed.size(),
            change.changed.size());
  for (const auto& key : change.restart_required)
    log::warning("config.restart", "'{}' changed in the file; only a restart applies it", key);
  store::Event event;
  event.time = clock_.now();
  event.type = "config.reloaded";
  event.data = json::serialize(to_json(change));
  co_await store_.append(std::move(event), std::move(audit));
}

Task<std::vector<api::ConfigFault>> Reloader::check(api::ConfigSource source) {
  ReadConfiguration read = source.text ? co_await configurator_.read_text("(text)", *source.text)
                                       : co_await configurator_.read(source.path);
  co_return to_api(read.faults);
}

void Reloader::override_enabled(const std::string& platform, bool enabled) {
  auto changed = std::make_shared<engine::Configuration>(*state_.configuration);
  changed->enabled_overrides[platform] = enabled;
  state_.configuration = std::move(changed);
}

}  // namespace trawl::trawld
