#include "store/sqlite/end_platform.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "store/expectations.hpp"
#include "store/sqlite/errors.hpp"
#include "store/sqlite/item_versions.hpp"
#include "store/sqlite/operator_state.hpp"
#include "store/sqlite/run_rows.hpp"
#include "store/sqlite/run_states.hpp"

namespace trawl::store::sqlite {
namespace {

using model::PlatformOutcome;
using model::PlatformStatus;

Result<PlatformOutcome> find_ending(const model::Run& run, const PlatformEnd& end) {
  const auto outcome = std::ranges::find(run.platforms, end.platform, &PlatformOutcome::name);
  if (outcome == run.platforms.end())
    return refuse(Code::internal_error,
                  fmt::format("run {} never asked for platform '{}'", end.run, end.platform));
  if (run.status != model::RunStatus::running || !model::is_terminal(end.status) ||
      !model::may_follow(outcome->status, end.status))
    return refuse(Code::internal_error,
                  fmt::format("platform '{}' of run {} ({}) is {} and cannot become {}", end.platform,
                              end.run, name(run.status), name(outcome->status), name(end.status)));
  return *outcome;
}

std::int64_t count_errors(Database& db, RunId run, const std::string& platform) {
  return *db.find<std::int64_t>("SELECT errors FROM platform_outcomes WHERE run_id = ?1 AND name = ?2", run,
                                platform);
}

Evidence gather(Database& db, const PlatformEnd& end, std::optional<Edition> edition) {
  Evidence evidence{.errors = count_errors(db, end.run, end.platform)};
  if (!edition) return evidence;
  evidence.items = count_staged(db, *edition).total();
  std::optional<Edition> good;
  {
    Query row = db.query(
        "SELECT edition, items_total FROM platform_outcomes WHERE name = ?1 AND status = 'succeeded'"
        " ORDER BY edition DESC LIMIT 1",
        end.platform);
    if (row.next()) {
      good = row.get<Edition>(0);
      evidence.last_good = row.get<std::int64_t>(1);
    }
  }
  const bool limited = end.status == PlatformStatus::succeeded && end.max_drop < 1.0;
  if (good && limited) evidence.missing = count_missing(db, end.platform, *edition, *good);
  return evidence;
}

model::ItemCounts settle_items(Session& session, const PlatformEnd& end, std::optional<Edition> edition,
                               PlatformStatus status) {
  if (!edition) return {};
  if (status == PlatformStatus::succeeded || status == PlatformStatus::partial)
    return publish(session, end.run, end.platform, *edition, status == PlatformStatus::succeeded);
  discard(session, *edition);
  return {};
}

}  // namespace

Result<Ended> end_platform(Session& session, const PlatformEnd& end) {
  const auto run = load_run(session.db, end.run);
  if (!run) return std::unexpected(run.error());
  auto outcome = find_ending(*run, end);
  if (!outcome) return std::unexpected(outcome.error());
  if (auto added = add_errors(session, end.run, end.errors); !added) return std::unexpected(added.error());

  const auto edition = find_edition(session.db, end.run, end.platform);
  const Judgement judgement = judge(end, gather(session.db, end, edition));
  if (auto added = add_errors(session, end.run, judgement.broken); !added)
    return std::unexpected(added.error());

  outcome->status = judgement.status;
  outcome->items = settle_items(session, end, edition, judgement.status);
  outcome->errors = count_errors(session.db, end.run, end.platform);
  outcome->finished_at = end.at;
  outcome->fetches = end.fetches;
  outcome->bytes = end.bytes;
  outcome->tries = end.tries;
  save_plugin_state(session, end.platform, end.state);
  write_platform_end(session, end.run, *outcome);
  return Ended{*outcome, close_run_if_ended(session, end.run, end.at)};
}

}  // namespace trawl::store::sqlite
