// runs.*: starting, cancelling and showing. Retries are in retry_operations.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "api/cursor.hpp"
#include "api/mandate.hpp"
#include "api/operations.hpp"
#include "api/view.hpp"
#include "base/text.hpp"
#include "model/trigger_kind.hpp"

namespace trawl::api {
namespace {

constexpr int runs_searched = 500;  // for "latest-failed"

std::string started_message(const store::Created& created) {
  std::vector<std::string> names;
  for (const auto& platform : created.run.platforms) names.push_back(platform.name);
  const std::string_view noun = names.size() == 1 ? "platform" : "platforms";
  if (created.replayed) return fmt::format("run {} was made by this key before", created.run.id);
  if (created.run.parent)
    return fmt::format("run {} retries {} {} of run {}: {}", created.run.id, names.size(), noun,
                       *created.run.parent, join(names, ", "));
  return fmt::format("run {} has {} {}: {}", created.run.id, names.size(), noun, join(names, ", "));
}

bool has_unsuccessful_status(const model::Run& run) {
  return model::is_terminal(run.status) && run.status != model::RunStatus::completed;
}

Task<Result<RunId>> newest_run(store::Store& store) {
  store::RunFilter filter{.limit = 1};
  auto runs = co_await store.list_runs(std::move(filter));
  if (!runs) co_return std::unexpected(runs.error());
  if (runs->empty()) co_return refuse(Code::run_not_found, "there is no run yet", "trawlctl run starts one");
  co_return runs->front().id;
}

Task<Result<RunId>> newest_failed_run(store::Store& store) {
  store::RunFilter filter{.limit = runs_searched};
  auto runs = co_await store.list_runs(std::move(filter));
  if (!runs) co_return std::unexpected(runs.error());
  Viewer viewer(store);
  for (const model::Run& run : *runs) {
    if (!has_unsuccessful_status(run)) continue;
    const auto effective = co_await viewer.effective_status(run);
    if (!effective) co_return std::unexpected(effective.error());
    if (*effective != model::RunStatus::completed) co_return run.id;
  }
  co_return refuse(Code::run_not_found, fmt::format("none of the newest {} runs failed", runs->size()),
                   "trawlctl runs lists them");
}

Result<store::RunFilter> run_filter(const Params& params) {
  store::RunFilter filter{.platform = params.text("platform"), .schedule = params.text("schedule")};
  filter.status = model::find_run_status(params.text("status"));
  filter.effective_status = model::find_run_status(params.text("effective_status"));
  filter.trigger_kind = model::find_trigger_kind(params.text("trigger_kind"));
  filter.active_only = params.flag("active");
  filter.roots_only = params.flag("fold");
  filter.limit = static_cast<int>(*params.integer("limit"));
  if (params.has("cursor")) {
    auto before = decode_cursor(Listing::runs, params.text("cursor"));
    if (!before) return std::unexpected(before.error());
    filter.before = *before;
  }
  return filter;
}

json::object change_json(const store::ItemChange& change) {
  const auto data = [](const std::string& text) {
    json::error_code fault;
    json::value value = json::parse(text, fault);
    return fault ? json::value(nullptr) : std::move(value);
  };
  return {{"op", change.op},   {"platform", change.platform},   {"kind", change.kind},
          {"key", change.key}, {"before", data(change.before)}, {"after", data(change.after)}};
}

// What the lineage amounts to: each platform from the attempt that counts.
json::array best_outcomes(const model::Lineage& lineage) {
  json::array rows;
  for (const model::PlatformOutcome& requested : lineage.root().platforms) {
    const auto best = model::effective_outcome(lineage, lineage.root().id, requested.name);
    if (!best) continue;
    json::object row = to_json(best->outcome);
    row["run_id"] = best->run;
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

Task<Result<RunId>> resolve_run(Call& call, std::string_view param) {
  if (const auto id = call.params.integer(param)) co_return *id;
  if (call.params.text(param) == "last") co_return co_await newest_run(call.services.store);
  co_return co_await newest_failed_run(call.services.store);
}

json::array to_json(const std::vector<model::SkippedPlatform>& skipped) {
  json::array rows;
  for (const auto& platform : skipped) rows.push_back({{"name", platform.name}, {"reason", platform.reason}});
  return rows;
}

json::object started_json(const store::Created& created) {
  json::array names;
  for (const auto& platform : created.run.platforms) names.emplace_back(platform.name);
  RunView view{.run = created.run, .effective_status = created.run.status};
  return {{"run_id", created.run.id},
          {"new_run_id", created.run.id},
          {"platforms", std::move(names)},
          {"platforms_skipped", to_json(created.skipped)},
          {"message", started_message(created)},
          {"status", name(created.run.status)},
          {"trigger", created.run.trigger},
          {"replayed", created.replayed},
          {"run", to_json(view, {.platforms = true})}};
}

Task<Answer> start_or_plan(Call& call, StartRequest request) {
  if (call.params.flag("dry_run")) {
    const auto plan = call.services.engine.plan_start(request);
    if (!plan) co_return std::unexpected(plan.error());
    co_return json::object{{"dry_run", true},
                           {"platforms", to_array(plan->platforms)},
                           {"platforms_skipped", to_json(plan->skipped)}};
  }
  const auto created = co_await call.services.engine.start(std::move(request), mandate(call));
  if (!created) co_return std::unexpected(created.error());
  co_return started_json(*created);
}

Task<Answer> runs_start(Call& call) {
  StartRequest request{.platforms = call.params.names("platforms"),
                       .schedule = call.params.text("schedule"),
                       .note = call.params.text("note")};
  co_return co_await start_or_plan(call, std::move(request));
}

Task<Answer> runs_cancel(Call& call) {
  const auto id = co_await resolve_run(call, "run_id");
  if (!id) co_return std::unexpected(id.error());
  const bool dry_run = call.params.flag("dry_run");
  Result<model::Run> run;
  if (dry_run)
    run = co_await call.services.store.load_run(*id);
  else
    run = co_await call.services.engine.cancel(*id, mandate(call));
  if (!run) co_return std::unexpected(run.error());
  if (dry_run && model::is_terminal(run->status))
    co_return refuse(Code::run_not_cancellable,
                     fmt::format("run {} has already ended: {}", *id, name(run->status)), {},
                     {{"run_id", *id}});
  json::array affected;
  for (const auto& platform : run->platforms)
    if (!model::is_terminal(platform.status)) affected.emplace_back(platform.name);
  json::object answer{{"run_id", *id}, {"status", name(run->status)}, {"unfinished", std::move(affected)}};
  if (dry_run) answer["dry_run"] = true;
  auto view = co_await Viewer(call.services.store).view(std::move(*run), {.platforms = true});
  if (!view) co_return std::unexpected(view.error());
  answer["run"] = std::move(*view);
  co_return answer;
}

Task<Answer> runs_get(Call& call) {
  const auto id = co_await resolve_run(call, "run_id");
  if (!id) co_return std::unexpected(id.error());
  const Include include =
      call.params.has("include") ? Include::from(call.params.names("include")) : Include::everything();
  Viewer viewer(call.services.store);
  auto run = co_await viewer.view(*id, include);
  if (!run) co_return std::unexpected(run.error());
  co_return std::move(*run);
}

Task<Answer> runs_list(Call& call) {
  auto filter = run_filter(call.params);
  if (!filter) co_return std::unexpected(filter.error());
  const auto limit = static_cast<std::size_t>(filter->limit);
  auto runs = co_await call.services.store.list_runs(std::move(*filter));
  if (!runs) co_return std::unexpected(runs.error());
  json::value next = nullptr;
  if (runs->size() >= limit) next = json::value(encode_cursor(Listing::runs, runs->back().id));
  const Include include = Include::from(call.params.names("include"));
  Viewer viewer(call.services.store);
  json::array list;
  for (model::Run& run : *runs) {
    std::optional<json::object> folded;
    if (call.params.flag("fold")) {
      auto retries = co_await viewer.fold(run);
      if (!retries) co_return std::unexpected(retries.error());
      folded = std::move(*retries);
    }
    auto object = co_await viewer.view(std::move(run), include);
    if (!object) co_return std::unexpected(object.error());
    if (folded) (*object)["folded"] = std::move(*folded);
    list.push_back(std::move(*object));
  }
  co_return json::object{{"runs", std::move(list)}, {"next_cursor", std::move(next)}};
}

Task<Answer> runs_lineage(Call& call) {
  const auto id = co_await resolve_run(call, "run_id");
  if (!id) co_return std::unexpected(id.error());
  const auto lineage = co_await call.services.store.load_lineage(*id);
  if (!lineage) co_return std::unexpected(lineage.error());
  json::array attempts;
  for (const model::Run& run : lineage->attempts) {
    RunView view{.run = run, .effective_status = model::effective_status(*lineage, run.id)};
    attempts.push_back(to_json(view, {.platforms = true}));
  }
  const RunId root = lineage->root().id;
  co_return json::object{{"root_run_id", root},
                         {"effective_status", name(model::effective_status(*lineage, root))},
                         {"attempts", std::move(attempts)},
                         {"platforms", best_outcomes(*lineage)}};
}

Task<Answer> runs_diff(Call& call) {
  const auto a = co_await resolve_run(call, "a");
  if (!a) co_return std::unexpected(a.error());
  const auto b = co_await resolve_run(call, "b");
  if (!b) co_return std::unexpected(b.error());
  const auto changes = co_await call.services.store.diff(*a, *b);
  if (!changes) co_return std::unexpected(changes.error());
  const auto limit = static_cast<std::size_t>(*call.params.integer("limit"));
  json::object counts{{"added", 0}, {"changed", 0}, {"removed", 0}, {"returned", 0}};
  json::array shown;
  for (const store::ItemChange& change : *changes) {
    json::value& count = counts[change.op];
    count = count.is_int64() ? count.get_int64() + 1 : 1;
    if (shown.size() < limit) shown.push_back(change_json(change));
  }
  co_return json::object{{"a", *a},
                         {"b", *b},
                         {"counts", std::move(counts)},
                         {"changes", std::move(shown)},
                         {"truncated", changes->size() > limit}};
}

}  // namespace trawl::api
