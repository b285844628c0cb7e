// schedules ..., platforms ..., plugins ...: what the configuration names.
#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/display.hpp"
#include "cli/table.hpp"
#include "trawlctl/fields.hpp"
#include "trawlctl/follow.hpp"
#include "trawlctl/handlers.hpp"
#include "trawlctl/json_text.hpp"

namespace trawl::ctl {
namespace {

std::string draw_schedules(const json::value& result, const Printer& out) {
  if (list(result, "schedules").empty()) return "no schedules\n";
  cli::Table table({{"NAME"}, {"WHEN"}, {"NEXT"}, {"LAST"}, {"STATE"}, {"PLATFORMS"}});
  for (const json::value& row : list(result, "schedules")) {
    const std::string reason = text(row, "pause_reason");
    table.add({text(row, "name"), text(row, "cadence"), moment(row, "next"), moment(row, "last"),
               flag(row, "paused") ? "paused" + (reason.empty() ? "" : ": " + reason) : "active",
               join(texts(row, "platforms"), ", ")});
  }
  return table.text(out.columns());
}

std::string draw_times(const json::value& result, const Printer&) {
  std::string drawn;
  for (const std::string& time : texts(result, "times")) drawn += time + "\n";
  return drawn;
}

std::string draw_platforms(const json::value& result, const Printer& out) {
  if (list(result, "platforms").empty()) return "no platforms\n";
  cli::Table table({{"NAME"}, {"PLUGIN"}, {"STATE"}, {"SCHEDULES"}, {"WHY"}});
  for (const json::value& row : list(result, "platforms")) {
    const bool available = member(row, "available").is_null() || flag(row, "available");
    table.add({text(row, "name"), text(row, "plugin"),
               !flag(row, "enabled") ? "disabled"
               : available           ? out.style().status("ready")
                                     : out.style().status("error"),
               join(texts(row, "schedules"), ", "), text(row, "reason")});
  }
  return table.text(out.columns());
}

std::string draw_plugins(const json::value& result, const Printer& out) {
  if (list(result, "plugins").empty()) return "no plugins\n";
  cli::Table table({{"ID"}, {"VERSION"}, {"STATE"}, {"PLATFORMS", cli::Table::Align::right}, {"SUMMARY"}});
  for (const json::value& row : list(result, "plugins")) {
    const std::string error = text(row, "error");
    table.add({text(row, "id"), text(row, "version"), out.style().status(error.empty() ? "ready" : "error"),
               std::to_string(list(row, "platforms").size()), error.empty() ? text(row, "summary") : error});
  }
  return table.text(out.columns());
}

// "name   value" of every member, for answers that are one thing.
std::string draw_members(const json::value& result, const Printer&) {
  std::string drawn;
  if (const auto* object = result.if_object())
    for (const auto& [key, value] : *object) {
      if (value.is_null()) continue;
      const std::string shown = value.is_string() ? std::string(value.get_string()) : compact_json(value);
      drawn += fmt::format("{:<16}{}\n", std::string_view(key), cli::printable(shown));
    }
  return drawn;
}

std::string draw_paused(const json::value& result, const Printer&) {
  std::string drawn;
  for (const std::string& name : texts(result, "schedules"))
    drawn +=
        fmt::format("{} {}\n", cli::printable(name), flag(result, "paused") ? "is paused" : "fires again");
  return drawn;
}

std::string draw_enabled(const json::value& result, const Printer&) {
  return fmt::format("{} is {}\n", cli::printable(text(result, "name")),
                     flag(result, "enabled") ? "enabled" : "disabled");
}

}  // namespace

Result<int> list_schedules(Session& session) {
  return session.show({}, {.rows = "schedules", .name = "name"}, draw_schedules);
}

Result<int> next_firings(Session& session) {
  const auto count = session.line().integer("--count", 5, 1, 100);
  if (!count) return std::unexpected(count.error());
  return session.show({{"name", session.argument(0)}, {"count", *count}}, {.rows = "times", .name = "time"},
                      draw_times);
}

Result<int> change_schedule(Session& session) {
  json::object params{{"name", session.argument(0)}};
  if (session.line().has("--reason")) params["reason"] = session.line().value("--reason");
  return session.show(session.once(std::move(params)), {.rows = "", .name = "name"}, draw_paused);
}

Result<int> trigger_schedule(Session& session) {
  const auto answer = session.call("schedules.trigger", session.once({{"name", session.argument(0)}}));
  if (!answer) return std::unexpected(answer.error());
  return follow_as_asked(session, run_id_of(*answer), *answer);
}

Result<int> list_platforms(Session& session) {
  return session.show({}, {.rows = "platforms", .name = "name"}, draw_platforms);
}

Result<int> change_platform(Session& session) {
  return session.show(session.once({{"name", session.argument(0)}}), {.rows = "", .name = "name"},
                      draw_enabled);
}

Result<int> list_plugins(Session& session) {
  return session.show({}, {.rows = "plugins", .name = "id"}, draw_plugins);
}

Result<int> show_plugin(Session& session) {
  return session.show({{"id", session.argument(0)}}, {.rows = "", .name = "id"}, draw_members);
}

}  // namespace trawl::ctl
