// runs.retry and its preview. The rule itself is model::plan_retry(); the engine asks it again inside
// the transaction that makes the run.
#include <fmt/format.h>

#include <boost/json/array.hpp>

#include "api/mandate.hpp"
#include "api/operations.hpp"
#include "api/retry_forecast.hpp"
#include "api/run_json.hpp"
#include "api/table.hpp"
#include "base/text.hpp"
#include "model/retry.hpp"

namespace trawl::api {
namespace {

model::PlatformLookup lookup(const Engine& engine) {
  return [&engine](const std::string& platform) { return engine.platform_state(platform); };
}

Task<Answer> plan(Call& call, model::RetryRequest request) {
  const auto lineage = co_await call.services.store.load_lineage(request.run);
  if (!lineage) co_return std::unexpected(lineage.error());
  const auto plan = model::plan_retry(*lineage, request, lookup(call.services.engine));
  if (!plan) co_return std::unexpected(plan.error());
  co_return json::object{
      {"dry_run", true},
      {"parent_run_id", plan->parent},
      {"root_run_id", plan->root},
      {"attempt", plan->attempt},
      {"trigger", fmt::format("retry:{}", plan->parent)},
      {"platforms_retried", to_array(plan->platforms)},
      {"platforms_skipped", to_json(plan->skipped)},
      {"message", fmt::format("would retry {} of run {}", join(plan->platforms, ", "), plan->parent)},
  };
}

json::object row_json(const model::RetryPreviewRow& row) {
  return {{"name", row.name},
          {"status", name(row.status)},
          {"effective_status", name(row.effective_status)},
          {"errors", row.errors},
          {"preselected", row.preselected},
          {"selectable", row.selectable},
          {"reason", text_or_null(row.reason)},
          {"succeeded_in", row.succeeded_in ? json::value(*row.succeeded_in) : json::value(nullptr)}};
}

}  // namespace

Task<Answer> runs_retry(Call& call) {
  const auto id = co_await resolve_run(call, "run_id");
  if (!id) co_return std::unexpected(id.error());
  model::RetryRequest request{
      .run = *id, .platforms = call.params.names("platforms"), .force = call.params.flag("force")};
  if (call.params.flag("dry_run")) co_return co_await plan(call, std::move(request));
  const auto created = co_await call.services.engine.retry(std::move(request), mandate(call));
  if (!created) co_return std::unexpected(created.error());
  json::object answer = started_json(*created);
  const model::Run& run = created->run;
  answer["platforms_retried"] = answer["platforms"];
  answer["parent_run_id"] = run.parent ? json::value(*run.parent) : json::value(nullptr);
  answer["root_run_id"] = run.root;
  answer["attempt"] = run.attempt;
  co_return answer;
}

Task<Answer> runs_retry_plan(Call& call) {
  const auto id = co_await resolve_run(call, "run_id");
  if (!id) co_return std::unexpected(id.error());
  const auto lineage = co_await call.services.store.load_lineage(*id);
  if (!lineage) co_return std::unexpected(lineage.error());
  const auto preview = model::preview_retry(*lineage, *id, lookup(call.services.engine));
  if (!preview) co_return std::unexpected(preview.error());
  Forecast forecast(call.services.store);
  json::array rows, chosen;
  for (const model::RetryPreviewRow& row : preview->rows) {
    json::object object = row_json(row);
    if (auto told = co_await forecast.tell(row, object); !told) co_return std::unexpected(told.error());
    rows.push_back(std::move(object));
    if (row.preselected) chosen.emplace_back(row.name);
  }
  co_return json::object{
      {"run_id", *id},
      {"platforms", std::move(rows)},
      {"default", std::move(chosen)},
      {"active_retry", preview->active_retry ? json::value(*preview->active_retry) : json::value(nullptr)},
      {"active_retry_platforms", to_array(preview->active_retry_platforms)},
      {"next_attempt", preview->next_attempt},
      {"configuration_changed",
       lineage->find(*id)->config_digest != call.services.engine.daemon().config_digest},
      {"refusal", preview->refusal ? json::value(error_object(*preview->refusal)) : json::value(nullptr)},
  };
}

}  // namespace trawl::api
