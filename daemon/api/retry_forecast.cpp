#include "api/retry_forecast.hpp"

#include <boost/json/array.hpp>

#include "api/run_json.hpp"
#include "model/analytics.hpp"
#include "model/retry_outlook.hpp"

namespace trawl::api {
namespace {

constexpr int max_errors_read = 5000;  // of one run; what lies beyond does not change the advice
constexpr std::size_t max_kinds_shown = 3;
constexpr int successes_looked_at = 10;

std::vector<model::ErrorGroup> errors_only(const model::ErrorGroups& groups) {
  std::vector<model::ErrorGroup> found = groups.sorted();
  std::erase_if(found, [](const auto& group) { return group.severity == model::Severity::warning; });
  return found;
}

json::array kinds_json(const std::vector<model::ErrorGroup>& groups) {
  json::array rows;
  for (const model::ErrorGroup& group : groups) {
    if (rows.size() == max_kinds_shown) break;
    rows.push_back({{"kind", info(group.kind).name}, {"count", group.count}, {"message", group.message}});
  }
  return rows;
}

}  // namespace

Task<Result<>> Forecast::read_errors(model::RunId run) {
  if (errors_.contains(run)) co_return Result<>();
  store::ErrorFilter filter{.run = run, .limit = max_errors_read};
  const auto errors = co_await store_.list_errors(std::move(filter));
  if (!errors) co_return std::unexpected(errors.error());
  auto& by_platform = errors_[run];
  for (const store::StoredError& error : *errors) by_platform[error.record.platform].add(error.record);
  co_return Result<>();
}

Task<Result<>> Forecast::tell_successes(const std::string& platform, json::object& row) {
  store::HistoryFilter filter{
      .platform = platform, .status = model::PlatformStatus::succeeded, .limit = successes_looked_at};
  const auto successes = co_await store_.history(std::move(filter));
  if (!successes) co_return std::unexpected(successes.error());
  row["last_success"] = nullptr;
  std::vector<std::int64_t> durations;
  for (const store::HistoryEntry& entry : *successes) {
    const model::PlatformOutcome& outcome = entry.outcome;
    if (outcome.started_at && outcome.finished_at)
      durations.push_back((*outcome.finished_at - *outcome.started_at).count());
  }
  if (!successes->empty())
    row["last_success"] = {{"run_id", successes->front().run},
                           {"finished_at", to_json(successes->front().outcome.finished_at)}};
  const auto typical = model::percentiles(std::move(durations)).p50;
  row["expected_ms"] = typical ? json::value(*typical) : json::value(nullptr);
  co_return Result<>();
}

Task<Result<>> Forecast::tell(const model::RetryPreviewRow& platform, json::object& row) {
  if (auto read = co_await read_errors(platform.decided_in); !read) co_return read;
  const std::vector<model::ErrorGroup> groups = errors_only(errors_[platform.decided_in][platform.name]);
  const bool succeeded = platform.effective_status == model::PlatformStatus::succeeded;
  row["no_result"] = !succeeded && model::is_terminal(platform.effective_status) && groups.empty();
  row["kinds"] = kinds_json(groups);
  row["verdict"] = nullptr;
  row["verdict_reason"] = nullptr;
  if (!succeeded) {
    const model::RetryOutlook outlook = model::retry_outlook(platform.effective_status, groups);
    row["verdict"] = name(outlook.prospect);
    row["verdict_reason"] = outlook.reason;
  }
  co_return co_await tell_successes(platform.name, row);
}

}  // namespace trawl::api
