// schedules.*
#include <fmt/format.h>

#include <boost/json/array.hpp>

#include "api/mandate.hpp"
#include "api/operations.hpp"
#include "api/run_json.hpp"
#include "base/text.hpp"

namespace trawl::api {
namespace {

constexpr int firings_shown = 5;
constexpr std::string_view every_schedule = "all";

json::object schedule_json(const ScheduleView& schedule) {
  return {{"name", schedule.name},
          {"cadence", schedule.cadence},
          {"timezone", schedule.timezone},
          {"overlap", schedule.overlap},
          {"misfire", schedule.misfire},
          {"platforms", to_array(schedule.platforms)},
          {"next", to_json(schedule.next)},
          {"last", to_json(schedule.last_nominal)},
          {"paused", schedule.paused},
          {"paused_at", to_json(schedule.paused_at)},
          {"pause_reason", text_or_null(schedule.pause_reason)}};
}

Result<ScheduleView> find_schedule(const Engine& engine, const std::string& name) {
  std::vector<std::string> names;
  for (ScheduleView& schedule : engine.schedules()) {
    if (schedule.name == name) return std::move(schedule);
    names.push_back(schedule.name);
  }
  return refuse(Code::schedule_not_found,
                fmt::format("no schedule '{}'{}", escape_controls(name), did_you_mean(name, names)),
                "trawlctl schedules lists them", {{"field", "/name"}});
}

Result<json::array> firings(Engine& engine, const std::string& schedule, Time from, int count) {
  const auto times = engine.next_firings(schedule, from, count);
  if (!times) return std::unexpected(times.error());
  json::array list;
  for (Time time : *times) list.emplace_back(rfc3339(time));
  return list;
}

// The schedules a change is meant for: one by its name, or all of them.
Result<std::vector<std::string>> addressed(const Engine& engine, const std::string& name) {
  if (name != every_schedule) {
    auto schedule = find_schedule(engine, name);
    if (!schedule) return std::unexpected(schedule.error());
    return std::vector{name};
  }
  std::vector<std::string> names;
  for (const ScheduleView& schedule : engine.schedules()) names.push_back(schedule.name);
  return names;
}

Task<Answer> set_paused(Call& call, bool paused) {
  const std::string name = call.params.text("name");
  const auto names = addressed(call.services.engine, name);
  if (!names) co_return std::unexpected(names.error());
  for (const std::string& schedule : *names) {
    Result<> done;
    if (paused)
      done = co_await call.services.engine.pause(schedule, call.params.text("reason"), mandate(call));
    else
      done = co_await call.services.engine.resume(schedule, mandate(call));
    if (!done) co_return std::unexpected(done.error());
  }
  co_return json::object{{"name", name}, {"schedules", to_array(*names)}, {"paused", paused}};
}

}  // namespace

Answer schedules_list(Call& call) {
  json::array rows;
  for (const ScheduleView& schedule : call.services.engine.schedules())
    rows.push_back(schedule_json(schedule));
  return json::object{{"schedules", std::move(rows)}};
}

Answer schedules_get(Call& call) {
  const std::string name = call.params.text("name");
  const auto schedule = find_schedule(call.services.engine, name);
  if (!schedule) return std::unexpected(schedule.error());
  auto times = firings(call.services.engine, name, call.services.clock.now(), firings_shown);
  if (!times) return std::unexpected(times.error());
  json::object object = schedule_json(*schedule);
  object["times"] = std::move(*times);
  return object;
}

Answer schedules_next(Call& call) {
  const std::string name = call.params.text("name");
  const auto schedule = find_schedule(call.services.engine, name);
  if (!schedule) return std::unexpected(schedule.error());
  const Time from = call.params.time("from").value_or(call.services.clock.now());
  auto times = firings(call.services.engine, name, from, static_cast<int>(*call.params.integer("count")));
  if (!times) return std::unexpected(times.error());
  return json::object{{"name", name},
                      {"timezone", schedule->timezone},
                      {"paused", schedule->paused},
                      {"times", std::move(*times)}};
}

Task<Answer> schedules_pause(Call& call) {
  return set_paused(call, true);
}
Task<Answer> schedules_resume(Call& call) {
  return set_paused(call, false);
}

Task<Answer> schedules_trigger(Call& call) {
  StartRequest request{.schedule = call.params.text("name"), .note = call.params.text("note")};
  if (auto schedule = find_schedule(call.services.engine, request.schedule); !schedule)
    co_return std::unexpected(schedule.error());
  co_return co_await start_or_plan(call, std::move(request));
}

}  // namespace trawl::api
