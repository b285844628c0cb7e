#include "api/view.hpp"

namespace trawl::api {
namespace {

constexpr int max_errors_shown = 500;  // errors.list has the rest

}  // namespace

Task<Result<json::object>> Viewer::view(model::RunId id, Include include) {
  auto run = co_await store_.load_run(id);
  if (!run) co_return std::unexpected(run.error());
  co_return co_await view(std::move(*run), include);
}

Task<Result<json::object>> Viewer::view(model::Run run, Include include) {
  auto effective = co_await effective_status(run);
  if (!effective) co_return std::unexpected(effective.error());
  RunView view{.run = std::move(run), .effective_status = *effective};
  if (include.errors) {
    store::ErrorFilter filter{.run = view.run.id, .limit = max_errors_shown};
    auto errors = co_await store_.list_errors(std::move(filter));
    if (!errors) co_return std::unexpected(errors.error());
    for (store::StoredError& error : *errors) view.errors.push_back(std::move(error.record));
  }
  if (include.lineage) {
    auto attempts = co_await lineage(view.run);
    if (!attempts) co_return std::unexpected(attempts.error());
    view.attempts = (*attempts)->attempts;
  }
  co_return to_json(view, include);
}

Task<Result<json::object>> Viewer::fold(const model::Run& run) {
  auto attempts = co_await lineage(run);
  if (!attempts) co_return std::unexpected(attempts.error());
  json::value active = nullptr;
  for (const model::Run& attempt : (*attempts)->attempts)
    if (!model::is_terminal(attempt.status)) active = attempt.id;
  co_return json::object{{"attempts", (*attempts)->attempts.size()},
                         {"newest_run_id", (*attempts)->attempts.back().id},
                         {"active_run_id", std::move(active)}};
}

// A run that completed stays completed, and an active one has its own status: neither needs the lineage.
Task<Result<model::RunStatus>> Viewer::effective_status(const model::Run& run) {
  if (run.status == model::RunStatus::completed || !model::is_terminal(run.status)) co_return run.status;
  auto attempts = co_await lineage(run);
  if (!attempts) co_return std::unexpected(attempts.error());
  co_return model::effective_status(**attempts, run.id);
}

Task<Result<const model::Lineage*>> Viewer::lineage(const model::Run& run) {
  const model::RunId root = run.root;
  if (const auto known = lineages_.find(root); known != lineages_.end()) co_return &known->second;
  auto loaded = co_await store_.load_lineage(run.id);
  if (!loaded) co_return std::unexpected(loaded.error());
  co_return &lineages_.insert_or_assign(root, std::move(*loaded)).first->second;
}

}  // namespace trawl::api
