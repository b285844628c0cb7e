// What is remembered beside runs: schedules, platforms switched on or off, what plugins keep from run to
// run. Writing on the writer's thread, reading on any connection's.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "store/sqlite/session.hpp"

namespace trawl::store::sqlite {

using KeyValues = std::vector<std::pair<std::string, std::string>>;

void save_plugin_state(Session&, const std::string& platform, const KeyValues&);  // adds and replaces keys
void save_schedule(Session&, const ScheduleState&);
void set_platform_enabled(Session&, const std::string& platform, bool enabled, Time);

KeyValues load_plugin_state(Database&, const std::string& platform);
std::vector<ScheduleState> schedule_states(Database&);
std::vector<std::pair<std::string, bool>> platform_overrides(Database&);

}  // namespace trawl::store::sqlite
