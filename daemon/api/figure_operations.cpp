// Figures over many runs: runs.analytics, platforms.history, errors.groups. They read in pages, so that no
// answer holds more than a page of runs or errors at a time.
#include <boost/json/array.hpp>

#include "api/operations.hpp"
#include "api/run_json.hpp"
#include "model/analytics.hpp"
#include "model/error_groups.hpp"

namespace trawl::api {
namespace {

constexpr int page_of_runs = 500;
constexpr int page_of_errors = 2000;
constexpr std::int64_t max_errors_read = 100'000;

template <class T>
json::value or_null(const std::optional<T>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

json::object to_json(const std::vector<std::int64_t>& durations) {
  const model::Percentiles found = model::percentiles(durations);
  return {{"p50", or_null(found.p50)}, {"p95", or_null(found.p95)}};
}

json::object to_json(const model::Rate& rate) {
  return {{"succeeded", rate.succeeded}, {"of", rate.of}};
}

template <class Status>
json::object to_json(const std::map<Status, std::int64_t>& counts) {
  json::object object;
  for (const auto& [status, count] : counts) object[name(status)] = count;
  return object;
}

std::string date(Time time) {
  return rfc3339(time).substr(0, 10);
}

json::object to_json(const model::DayFigures& day, Time time) {
  json::object runs;
  std::int64_t total = 0;
  for (const auto status :
       {model::RunStatus::completed, model::RunStatus::partial, model::RunStatus::failed,
        model::RunStatus::cancelled, model::RunStatus::interrupted, model::RunStatus::expired}) {
    const auto found = day.runs.find(status);
    runs[name(status)] = found == day.runs.end() ? 0 : found->second;
  }
  for (const auto& [status, count] : day.runs) total += count;
  runs["total"] = total;
  return {{"date", date(time)},
          {"runs", std::move(runs)},
          {"duration_ms", to_json(day.durations_ms)},
          {"items", json::object{{"total", day.items.total},
                                 {"added", day.items.added},
                                 {"changed", day.items.changed},
                                 {"removed", day.items.removed}}},
          {"errors", day.errors}};
}

json::object to_json(const std::string& platform, const model::PlatformFigures& figures) {
  return {{"name", platform},
          {"outcomes", to_json(figures.outcomes)},
          {"first_attempt", to_json(figures.first_attempt)},
          {"after_retries", to_json(figures.after_retries)},
          {"duration_ms", to_json(figures.durations_ms)},
          {"items", figures.items}};
}

// The oldest run that counts; unset when there is none.
Task<Result<std::optional<RunId>>> read_runs(store::Store& store, model::Analytics& analytics) {
  std::optional<RunId> oldest;
  for (std::optional<RunId> before;;) {
    store::RunFilter filter{.before = before, .limit = page_of_runs};
    auto runs = co_await store.list_runs(std::move(filter));
    if (!runs) co_return std::unexpected(runs.error());
    for (model::Run& run : *runs) {
      if (run.created_at < analytics.from()) co_return oldest;
      oldest = run.id;
      analytics.add(std::move(run));
    }
    if (runs->size() < page_of_runs) co_return oldest;
    before = oldest;
  }
}

json::object to_json(const store::HistoryEntry& entry) {
  const model::PlatformOutcome& outcome = entry.outcome;
  std::optional<std::int64_t> took;
  if (outcome.started_at && outcome.finished_at) took = (*outcome.finished_at - *outcome.started_at).count();
  return {{"run_id", entry.run},
          {"status", name(outcome.status)},
          {"started_at", api::to_json(outcome.started_at)},
          {"finished_at", api::to_json(outcome.finished_at)},
          {"duration_ms", or_null(took)},
          {"items", outcome.items.total},
          {"errors", outcome.errors}};
}

json::object to_json(const model::ErrorGroup& group) {
  return {{"kind", info(group.kind).name},
          {"severity", name(group.severity)},
          {"message", group.message},
          {"count", group.count},
          {"http_status", or_null(group.http_status)},
          {"platforms", to_array(group.platforms)},
          {"urls", to_array(group.urls)},
          {"first_time", rfc3339(group.first)},
          {"last_time", rfc3339(group.last)}};
}

}  // namespace

Task<Answer> runs_analytics(Call& call) {
  store::Store& store = call.services.store;
  model::Analytics analytics(call.services.clock.now(), static_cast<int>(*call.params.integer("days")));
  const auto oldest = co_await read_runs(store, analytics);
  if (!oldest) co_return std::unexpected(oldest.error());
  json::array days, platforms, kinds;
  for (Time day = analytics.from(); const model::DayFigures& figures : analytics.days()) {
    days.push_back(to_json(figures, day));
    day += std::chrono::days(1);
  }
  for (const auto& [platform, figures] : analytics.platforms())
    platforms.push_back(to_json(platform, figures));
  if (*oldest) {
    const auto counts = co_await store.count_errors(**oldest);
    if (!counts) co_return std::unexpected(counts.error());
    for (const auto& [kind, count] : *counts) kinds.push_back({{"kind", info(kind).name}, {"count", count}});
  }
  co_return json::object{{"from", rfc3339(analytics.from())},
                         {"to", rfc3339(analytics.to())},
                         {"days", std::move(days)},
                         {"platforms", std::move(platforms)},
                         {"error_kinds", std::move(kinds)}};
}

Task<Answer> platforms_history(Call& call) {
  json::array rows;
  for (const PlatformView& platform : call.services.engine.platforms()) {
    store::HistoryFilter filter{.platform = platform.name,
                                .limit = static_cast<int>(*call.params.integer("limit"))};
    auto entries = co_await call.services.store.history(std::move(filter));
    if (!entries) co_return std::unexpected(entries.error());
    json::array recent;
    for (auto entry = entries->rbegin(); entry != entries->rend(); ++entry) recent.push_back(to_json(*entry));
    rows.push_back({{"name", platform.name}, {"recent", std::move(recent)}});
  }
  co_return json::object{{"platforms", std::move(rows)}};
}

Task<Answer> errors_groups(Call& call) {
  const auto run = co_await resolve_run(call, "run_id");
  if (!run) co_return std::unexpected(run.error());
  if (auto known = co_await call.services.store.load_run(*run); !known)
    co_return std::unexpected(known.error());
  model::ErrorGroups groups;
  store::ErrorFilter filter{.run = *run, .platform = call.params.text("platform"), .limit = page_of_errors};
  bool more = true;
  for (std::int64_t read = 0; more && read < max_errors_read; read += page_of_errors) {
    const auto errors = co_await call.services.store.list_errors(filter);
    if (!errors) co_return std::unexpected(errors.error());
    for (const store::StoredError& error : *errors) groups.add(error.record);
    more = errors->size() >= page_of_errors;
    if (more) filter.after = errors->back().id;
  }
  json::array rows;
  for (const model::ErrorGroup& group : groups.sorted()) rows.push_back(to_json(group));
  co_return json::object{{"groups", std::move(rows)}, {"truncated", more || groups.truncated()}};
}

}  // namespace trawl::api
