// run, retry, runs ..., errors: making runs and looking at them.
#include <fmt/format.h>

#include "trawlctl/fields.hpp"
#include "trawlctl/follow.hpp"
#include "trawlctl/handlers.hpp"
#include "trawlctl/run_name.hpp"
#include "trawlctl/run_view.hpp"

namespace trawl::ctl {
namespace {

// Params that the flags of a listing stand for; a flag that is not given is not sent.
Result<json::object> filter_of(const cli::CommandLine& line, std::initializer_list<const char*> flags) {
  json::object params;
  for (const char* flag : flags)
    if (line.has(flag)) params[std::string_view(flag).substr(2)] = line.value(flag);
  if (line.has("--limit")) {
    const auto limit = line.integer("--limit", 50, 1, 500);
    if (!limit) return std::unexpected(limit.error());
    params["limit"] = *limit;
  }
  return params;
}

json::array platforms_from(const cli::CommandLine& line, std::size_t first) {
  json::array platforms;
  for (std::size_t i = first; i < line.arguments.size(); ++i) platforms.emplace_back(line.arguments[i]);
  return platforms;
}

Result<json::object> run_params(Session& session) {
  const auto run = parse_run(session.argument(0));
  if (!run) return std::unexpected(run.error());
  return json::object{{"run_id", *run}};
}

Result<int> make_run(Session& session, json::object params) {
  const auto answer = session.call(session.method(), session.once(std::move(params)));
  if (!answer) return std::unexpected(answer.error());
  return follow_as_asked(session, run_id_of(*answer), *answer);
}

// The exit code is the one that the retry itself would have had when it was made.
Result<int> preview_retry(Session& session, json::object params) {
  const bool some = params.contains("platforms");
  const char* method = some ? "runs.retry" : "runs.retry_plan";
  if (some) params["dry_run"] = true;
  const auto plan = session.call(method, params);
  if (!plan) return std::unexpected(plan.error());
  session.out().result(method, *plan, {.rows = some ? "platforms_retried" : "platforms", .name = "name"},
                       [&] { return draw_retry_plan(*plan, session.out()); });
  const json::value& refusal = member(*plan, "refusal");
  return refusal.is_object() ? info(client::to_error(refusal.get_object()).code).exit : 0;
}

}  // namespace

Result<int> start_run(Session& session) {
  json::object params;
  if (auto platforms = platforms_from(session.line(), 0); !platforms.empty())
    params["platforms"] = std::move(platforms);
  if (session.line().has("--schedule")) params["schedule"] = session.line().value("--schedule");
  return make_run(session, std::move(params));
}

Result<int> retry_run(Session& session) {
  auto params = run_params(session);
  if (!params) return std::unexpected(params.error());
  if (auto platforms = platforms_from(session.line(), 1); !platforms.empty())
    (*params)["platforms"] = std::move(platforms);
  if (session.line().has("--dry-run")) return preview_retry(session, std::move(*params));
  return make_run(session, std::move(*params));
}

Result<int> list_runs(Session& session) {
  const auto params = filter_of(session.line(), {"--status", "--platform", "--schedule"});
  if (!params) return std::unexpected(params.error());
  return session.show(*params, {.rows = "runs", .name = "id"}, draw_runs);
}

Result<int> show_run(Session& session) {
  const auto params = run_params(session);
  if (!params) return std::unexpected(params.error());
  return session.show(*params, {.rows = "", .name = "id"}, draw_run);
}

Result<int> cancel_run(Session& session) {
  auto params = run_params(session);
  if (!params) return std::unexpected(params.error());
  return session.show(session.once(std::move(*params)), {.rows = "", .name = "run_id"},
                      [](const json::value& answer, const Printer&) {
                        return fmt::format("run {} is being cancelled\n", run_id_of(answer));
                      });
}

Result<int> watch_named_run(Session& session) {
  const auto run = session.resolve_run(session.argument(0));
  if (!run) return std::unexpected(run.error());
  return watch_run(session, *run);
}

Result<int> diff_runs(Session& session) {
  json::object params;
  for (std::size_t i = 0; i < 2; ++i) {
    const auto run = parse_run(session.argument(i));
    if (!run) return std::unexpected(run.error());
    params[i == 0 ? "a" : "b"] = *run;
  }
  return session.show(params, {.rows = "changes", .name = "key"}, draw_diff);
}

Result<int> list_errors(Session& session) {
  auto params = run_params(session);
  if (!params) return std::unexpected(params.error());
  if (session.line().arguments.size() > 1) (*params)["platform"] = session.argument(1);
  (*params)["limit"] = 500;
  json::array errors;
  while (true) {
    const auto page = session.call("errors.list", *params);
    if (!page) return std::unexpected(page.error());
    for (const json::value& error : list(*page, "errors")) errors.push_back(error);
    const json::value& cursor = member(*page, "next_cursor");
    if (cursor.is_null()) break;
    (*params)["cursor"] = cursor;
  }
  const json::value all = json::object{{"errors", std::move(errors)}, {"next_cursor", nullptr}};
  session.out().result("errors.list", all, {.rows = "errors", .name = "kind"},
                       [&] { return draw_errors(all, session.out()); });
  return 0;
}

}  // namespace trawl::ctl
