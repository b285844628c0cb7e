#include "store/sqlite/create_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>
#include <string>

#include "model/trigger_kind.hpp"
#include "store/sqlite/journal.hpp"
#include "store/sqlite/run_rows.hpp"
#include "store/sqlite/stored_words.hpp"

namespace trawl::store::sqlite {
namespace {

namespace json = boost::json;

constexpr Millis key_life = std::chrono::hours(24);

json::array to_json(const std::vector<model::SkippedPlatform>& skipped) {
  json::array list;
  for (const auto& platform : skipped) list.push_back({{"name", platform.name}, {"reason", platform.reason}});
  return list;
}

std::vector<model::SkippedPlatform> skipped_of(const std::string& text) {
  std::vector<model::SkippedPlatform> skipped;
  for (const json::value& platform : json::parse(text).as_array())
    skipped.push_back({json::value_to<std::string>(platform.at("name")),
                       json::value_to<std::string>(platform.at("reason"))});
  return skipped;
}

// The first answer to an equal request; nothing when the key is new.
Result<std::optional<Created>> find_replay(Session& session, const IdempotencyKey& key) {
  session.db.run("DELETE FROM idempotency WHERE created_at <= ?1", session.now - key_life);
  RunId run = 0;
  {
    Query row = session.db.query("SELECT digest, run_id FROM idempotency WHERE actor = ?1 AND key = ?2",
                                 key.actor, key.key);
    if (!row.next()) return std::nullopt;
    if (row.get<std::string_view>(0) != key.digest)
      return refuse(Code::idempotency_mismatch,
                    fmt::format("the idempotency key '{}' was used for another request", key.key),
                    "use a new key for a new request");
    run = row.get<RunId>(1);
  }
  const auto skipped = session.db.find<std::string>("SELECT skipped FROM runs WHERE id = ?1", run);
  return Created{*find_run(session.db, run), skipped_of(*skipped), true};
}

// The decision is the caller's; that it makes a run at all is checked here.
Result<> check(const NewRun& wanted, const model::Lineage* lineage) {
  const std::set<std::string> distinct(wanted.platforms.begin(), wanted.platforms.end());
  if (wanted.platforms.empty() || distinct.size() != wanted.platforms.size())
    return refuse(Code::internal_error, "a run needs platforms, each once");
  if (wanted.parent && (!lineage || !lineage->find(*wanted.parent)))
    return refuse(Code::internal_error,
                  fmt::format("run {} is not in the lineage decided on", *wanted.parent));
  return {};
}

int next_attempt(const model::Lineage& lineage) {
  return 1 + std::ranges::max(lineage.attempts, {}, &model::Run::attempt).attempt;
}

RunId insert_run(Session& session, const NewRun& wanted, const model::Lineage* lineage) {
  const bool retries = wanted.parent.has_value();
  // A root names itself, with an id that SQLite gives out only now; the reference is checked at the commit.
  session.db.run(
      "INSERT INTO runs (epoch, status, trigger_kind, trigger_text, parent_run_id, root_run_id, attempt, "
      "schedule,"
      " nominal, actor_uid, actor_pid, actor_name, note, config_digest, skipped, created_at)"
      " VALUES (?1, 'queued', ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
      session.epoch, model::name(wanted.trigger_kind), wanted.trigger, wanted.parent,
      retries ? lineage->root().id : 0, retries ? next_attempt(*lineage) : 1, wanted.schedule, wanted.nominal,
      wanted.requested_by.uid, wanted.requested_by.pid, wanted.requested_by.name, wanted.note,
      wanted.config_digest, json::serialize(to_json(wanted.skipped)), wanted.created_at);
  const RunId id = session.db.last_insert_id();
  if (!retries) session.db.run("UPDATE runs SET root_run_id = id WHERE id = ?1", id);
  int position = 0;
  for (const std::string& platform : wanted.platforms)
    session.db.run(
        "INSERT INTO platform_outcomes (run_id, position, name, status) VALUES (?1, ?2, ?3, 'pending')", id,
        position++, platform);
  return id;
}

// A firing and its run are one: a crash between them would lose the one or repeat the other.
void settle_firing(Session& session, const NewRun& wanted) {
  if (wanted.schedule.empty() || !wanted.nominal) return;
  session.db.run(
      "INSERT INTO schedule_state (name, last_nominal, created_at, paused, pause_reason) VALUES (?1, ?2, ?3, 0, '')"
      " ON CONFLICT (name) DO UPDATE SET last_nominal = excluded.last_nominal",
      wanted.schedule, wanted.nominal, wanted.created_at);
}

void tell_created(Session& session, const model::Run& run) {
  json::array platforms;
  for (const auto& outcome : run.platforms) platforms.emplace_back(outcome.name);
  Event event{.time = run.created_at, .type = "run.created", .run = run.id};
  event.schedule = run.schedule;
  event.data =
      json::serialize(json::object{{"trigger", run.trigger},
                                   {"trigger_kind", model::name(run.trigger_kind)},
                                   {"platforms", std::move(platforms)},
                                   {"parent_run_id", run.parent ? json::value(*run.parent) : nullptr},
                                   {"root_run_id", run.root},
                                   {"attempt", run.attempt}});
  append_event(session, event);
}

}  // namespace

Result<Created> create_run(Session& session, std::optional<RunId> parent,
                           const std::optional<IdempotencyKey>& key, const Decide& decide,
                           const std::optional<AuditRow>& audit) {
  if (key) {
    auto replay = find_replay(session, *key);
    if (!replay) return std::unexpected(replay.error());
    if (*replay) return std::move(**replay);
  }
  model::Lineage lineage;
  if (parent) {
    auto loaded = load_lineage(session.db, *parent);
    if (!loaded) return std::unexpected(loaded.error());
    lineage = std::move(*loaded);
  }
  const model::Lineage* past = parent ? &lineage : nullptr;
  auto wanted = decide(past);
  if (!wanted) return std::unexpected(wanted.error());
  if (auto checked = check(*wanted, past); !checked) return std::unexpected(checked.error());

  const RunId id = insert_run(session, *wanted, past);
  model::Run run = *find_run(session.db, id);
  settle_firing(session, *wanted);
  tell_created(session, run);
  if (key)
    session.db.run(
        "INSERT INTO idempotency (actor, key, digest, run_id, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        key->actor, key->key, key->digest, id, session.now);
  if (audit) {
    AuditRow row = *audit;
    row.run = row.run ? row.run : std::optional(id);
    append_audit(session, row);
  }
  return Created{std::move(run), std::move(wanted->skipped)};
}

}  // namespace trawl::store::sqlite
