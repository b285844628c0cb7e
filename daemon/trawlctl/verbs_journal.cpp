// events and logs: what happened, and with -f what happens.
#include <fmt/format.h>

#include <functional>
#include <optional>

#include "cli/display.hpp"
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
  return cli::printable(line);
}

// Every event after `since`, page by page, to `take`; without `since` the newest page.
Result<> each_event(Session& session, std::optional<std::int64_t> since,
                    const std::function<void(const json::value&)>& take) {
  json::object params{{"limit", page_size}};
  if (since) params["since"] = *since;
  while (true) {
    const auto page = session.call("events.list", params);
    if (!page) return std::unexpected(page.error());
    for (const json::value& event : list(*page, "events")) take(event);
    const json::value& cursor = member(*page, "next_cursor");
    if (cursor.is_null()) return {};
    params["cursor"] = cursor;
  }
}

// The events that `wanted` takes, as lines, or for -o json as one document. Returns the last one's seq.
Result<std::int64_t> show_events(Session& session, std::optional<std::int64_t> since,
                                 const std::function<bool(const json::value&)>& wanted) {
  const bool lines = session.out().people() || session.out().format() == Format::ndjson;
  std::int64_t seq = since.value_or(0);
  json::array events;
  const auto take = [&](const json::value& event) {
    seq = integer(event, "seq");
    if (!wanted(event)) return;
    if (lines)
      session.out().row(event, [&] { return event_line(event); });
    else
      events.push_back(event);
  };
  const auto all = each_event(session, since, take);
  if (!all) return std::unexpected(all.error());
  if (!lines)
    session.out().result("events.list", json::object{{"events", std::move(events)}, {"next_cursor", nullptr}},
                         {.rows = "events", .name = "seq"}, [] { return std::string(); });
  return seq;
}

// A stream's rows until it ends; Ctrl-C is the usual way out.
Result<int> follow(Session& session, std::string method, json::object params) {
  auto stream = session.watch(std::move(method), std::move(params));
  if (!stream) return std::unexpected(stream.error());
  while (true) {
    const auto update = stream->next(look_again);
    if (!update) return std::unexpected(update.error());
    if (!*update) continue;
    if ((*update)->kind == client::Update::Kind::end) return 0;
    if ((*update)->kind == client::Update::Kind::event && (*update)->body.contains("seq"))
      session.out().row((*update)->body, [&] { return event_line((*update)->body); });
  }
}

}  // namespace

Result<int> list_events(Session& session) {
  std::optional<std::int64_t> since;
  if (session.line().has("--since")) {
    const auto given = session.line().integer("--since", 0, 0, INT64_MAX);
    if (!given) return std::unexpected(given.error());
    since = *given;
  }
  if (session.line().has("-f"))
    return follow(session, "events.watch", since ? json::object{{"since", *since}} : json::object{});
  const auto shown = show_events(session, since, [](const json::value&) { return true; });
  return shown ? Result<int>(0) : std::unexpected(shown.error());
}

// The journal, or what it says of one run. What the daemon writes to the system's journal is
// journalctl's to show.
Result<int> list_logs(Session& session) {
  std::int64_t run = 0;
  if (session.line().has("--run")) {
    const auto resolved = session.resolve_run(session.line().value("--run"));
    if (!resolved) return std::unexpected(resolved.error());
    run = *resolved;
  }
  const auto wanted = [&](const json::value& event) { return run == 0 || integer(event, "run_id") == run; };
  auto seq = show_events(session, run == 0 ? std::nullopt : std::optional<std::int64_t>(0), wanted);
  if (!seq && seq.error().code == Code::gone)
    seq = show_events(session, std::nullopt, wanted);  // its beginning was pruned
  if (!seq) return std::unexpected(seq.error());
  if (!session.line().has("-f")) {
    session.out().hint("journalctl -u trawl shows the daemon's own log");
    return 0;
  }
  if (run == 0) return follow(session, "events.watch", {{"since", *seq}});
  return follow(session, "runs.watch", {{"run_id", run}, {"since", *seq}, {"tick_hz", 0}});
}

}  // namespace trawl::ctl
