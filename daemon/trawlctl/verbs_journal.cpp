// events and logs: what happened, and with -f what happens.
#include <fmt/format.h>

#include <algorithm>

#include "trawlctl/display.hpp"
#include "trawlctl/fields.hpp"
#include "trawlctl/handlers.hpp"
#include "trawlctl/json_text.hpp"

namespace trawl::ctl {
namespace {

constexpr int page_size = 500;
constexpr Millis look_again{3'600'000};

std::string event_line(const json::value& event) {
  std::string line =
      fmt::format("{:>6}  {}  {:<22}", integer(event, "seq"), moment(event, "time"), text(event, "type"));
  if (!member(event, "run_id").is_null()) line += fmt::format("  run {}", text(event, "run_id"));
  for (const char* name : {"platform", "schedule"})
    if (const std::string value = text(event, name); !value.empty()) line += "  " + value;
  if (const json::value& data = member(event, "data"); data.is_object() && !data.get_object().empty())
    line += "  " + compact_json(data);
  return printable(line);
}

Result<int> follow_events(Session& session, json::object params) {
  auto stream = session.watch("events.watch", std::move(params));
  if (!stream) return std::unexpected(stream.error());
  while (true) {
    const auto update = stream->next(look_again);
    if (!update) return std::unexpected(update.error());
    if (!*update) continue;
    if ((*update)->kind == client::Update::Kind::end) return 0;
    if ((*update)->kind != client::Update::Kind::event) continue;
    session.out().row((*update)->body, [&] { return event_line((*update)->body); });
  }
}

// Every event from `since` on, page by page, to `take`.
template <class Take>
Result<> each_event(Session& session, std::int64_t since, Take&& take) {
  json::object params{{"since", since}, {"limit", page_size}};
  while (true) {
    const auto page = session.call("events.list", params);
    if (!page) return std::unexpected(page.error());
    for (const json::value& event : list(*page, "events")) take(event);
    const json::value& cursor = member(*page, "next_cursor");
    if (cursor.is_null() || list(*page, "events").empty()) return {};
    params["cursor"] = cursor;
  }
}

}  // namespace

Result<int> list_events(Session& session) {
  const auto since = session.line().integer("--since", 0, 0, INT64_MAX);
  if (!since) return std::unexpected(since.error());
  if (session.line().has("-f")) {
    json::object params;
    if (session.line().has("--since")) params["since"] = *since;
    return follow_events(session, std::move(params));
  }
  json::array events;
  const bool as_rows = session.out().people() || session.out().format() == Format::ndjson;
  const auto all = each_event(session, *since, [&](const json::value& event) {
    if (as_rows)
      session.out().row(event, [&] { return event_line(event); });
    else
      events.push_back(event);
  });
  if (!all) return std::unexpected(all.error());
  if (!as_rows)
    session.out().result("events.list", json::object{{"events", std::move(events)}, {"next_cursor", nullptr}},
                         {.rows = "events", .name = "seq"}, [] { return std::string(); });
  return 0;
}

// The journal narrowed to a run. What the daemon writes to the system's journal is journalctl's to show.
Result<int> list_logs(Session& session) {
  json::object watched;
  std::int64_t run = 0;
  if (session.line().has("--run")) {
    const auto resolved = session.resolve_run(session.line().value("--run"));
    if (!resolved) return std::unexpected(resolved.error());
    watched["run_id"] = run = *resolved;
  }
  const auto wanted = [&](const json::value& event) { return run == 0 || integer(event, "run_id") == run; };
  const auto all = each_event(session, 0, [&](const json::value& event) {
    if (wanted(event)) session.out().row(event, [&] { return event_line(event); });
    watched["since"] = std::max(integer(watched, "since"), integer(event, "seq"));
  });
  if (!all) return std::unexpected(all.error());
  if (!session.line().has("-f")) {
    session.out().hint("journalctl -u trawl shows the daemon's own log");
    return 0;
  }
  if (run == 0) return follow_events(session, std::move(watched));
  auto stream = session.watch("runs.watch", std::move(watched));
  if (!stream) return std::unexpected(stream.error());
  while (true) {
    const auto update = stream->next(look_again);
    if (!update) return std::unexpected(update.error());
    if (*update && (*update)->kind == client::Update::Kind::end) return 0;
    if (*update && (*update)->kind == client::Update::Kind::event)
      session.out().row((*update)->body, [&] { return event_line((*update)->body); });
  }
}

}  // namespace trawl::ctl
