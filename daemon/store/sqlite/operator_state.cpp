#include "store/sqlite/operator_state.hpp"

#include "store/sqlite/journal.hpp"

namespace trawl::store::sqlite {

void save_plugin_state(Session& session, const std::string& platform, const KeyValues& state) {
  for (const auto& [key, value] : state)
    session.db.run(
        "INSERT INTO plugin_state (platform, key, value) VALUES (?1, ?2, ?3)"
        " ON CONFLICT (platform, key) DO UPDATE SET value = excluded.value",
        platform, key, value);
}

void save_schedule(Session& session, const ScheduleState& state) {
  session.db.run(
      "INSERT OR REPLACE INTO schedule_state (name, last_nominal, created_at, paused, paused_at, "
      "pause_reason)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
      state.name, state.last_nominal, state.created_at, state.paused, state.paused_at, state.pause_reason);
}

void set_platform_enabled(Session& session, const std::string& platform, bool enabled, Time at) {
  session.db.run("INSERT OR REPLACE INTO platform_override (platform, enabled, time) VALUES (?1, ?2, ?3)",
                 platform, enabled, at);
  Event event{.time = at, .type = enabled ? "platform.enabled" : "platform.disabled"};
  event.platform = platform;
  append_event(session, event);
}

KeyValues load_plugin_state(Database& db, const std::string& platform) {
  KeyValues state;
  Query row = db.query("SELECT key, value FROM plugin_state WHERE platform = ?1 ORDER BY key", platform);
  while (row.next()) state.emplace_back(row.get<std::string>(0), row.get<std::string>(1));
  return state;
}

std::vector<ScheduleState> schedule_states(Database& db) {
  std::vector<ScheduleState> states;
  Query row = db.query(
      "SELECT name, last_nominal, created_at, paused, paused_at, pause_reason FROM schedule_state ORDER BY "
      "name");
  while (row.next()) {
    ScheduleState state;
    state.name = row.get<std::string>(0);
    state.last_nominal = row.get<std::optional<Time>>(1);
    state.created_at = row.get<std::optional<Time>>(2);
    state.paused = row.get<bool>(3);
    state.paused_at = row.get<std::optional<Time>>(4);
    state.pause_reason = row.get<std::string>(5);
    states.push_back(std::move(state));
  }
  return states;
}

std::vector<std::pair<std::string, bool>> platform_overrides(Database& db) {
  std::vector<std::pair<std::string, bool>> overrides;
  Query row = db.query("SELECT platform, enabled FROM platform_override ORDER BY platform");
  while (row.next()) overrides.emplace_back(row.get<std::string>(0), row.get<bool>(1));
  return overrides;
}

}  // namespace trawl::store::sqlite
