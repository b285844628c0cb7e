#include "store/sqlite/sqlite_store.hpp"

#include "store/sqlite/create_run.hpp"
#include "store/sqlite/diff.hpp"
#include "store/sqlite/end_platform.hpp"
#include "store/sqlite/errors.hpp"
#include "store/sqlite/history.hpp"
#include "store/sqlite/item_versions.hpp"
#include "store/sqlite/journal.hpp"
#include "store/sqlite/list_items.hpp"
#include "store/sqlite/list_runs.hpp"
#include "store/sqlite/operator_state.hpp"
#include "store/sqlite/prune.hpp"
#include "store/sqlite/run_rows.hpp"
#include "store/sqlite/run_states.hpp"

namespace trawl::store::sqlite {
namespace {

Weight weight_of(const std::vector<model::Item>& items) {
  Weight weight{.rows = items.size()};
  for (const model::Item& item : items) weight.bytes += item.kind.size() + item.key.size() + item.data.size();
  return weight;
}

void append_if(Session& session, const std::optional<AuditRow>& audit) {
  if (audit) append_audit(session, *audit);
}

Counts count(Database& db) {
  Counts counts;
  counts.runs = *db.find<std::int64_t>("SELECT count(*) FROM runs");
  counts.active_runs =
      *db.find<std::int64_t>("SELECT count(*) FROM runs WHERE status IN ('queued', 'running')");
  counts.items = *db.find<std::int64_t>("SELECT coalesce(sum(items), 0) FROM platforms");
  counts.errors = *db.find<std::int64_t>("SELECT count(*) FROM errors");
  counts.last_seq = db.find<Seq>("SELECT seq FROM sqlite_sequence WHERE name = 'journal'").value_or(0);
  counts.database_bytes =
      *db.find<std::int64_t>("PRAGMA page_count") * *db.find<std::int64_t>("PRAGMA page_size");
  return counts;
}

}  // namespace

SqliteStore::SqliteStore(Parts parts)
    : lock_(std::move(parts.lock)),
      instance_(std::move(parts.instance)),
      pages_(std::move(parts.pages)),
      writer_(std::move(parts.writing), parts.writer, notifier_),
      readers_(parts.database, parts.reader_threads, parts.writer.queued_commands) {}

Task<Result<Created>> SqliteStore::create_run(std::optional<RunId> parent, std::optional<IdempotencyKey> key,
                                              Decide decide, std::optional<AuditRow> audit) {
  return writer_.submit<Created>(
      {}, [=](Session& session) { return sqlite::create_run(session, parent, key, decide, audit); });
}

Task<Result<>> SqliteStore::start_run(RunId run, Time at) {
  return writer_.submit<void>({}, [=](Session& session) { return sqlite::start_run(session, run, at); });
}

Task<Result<>> SqliteStore::start_platform(PlatformStart start) {
  return writer_.submit<void>(
      {}, [start = std::move(start)](Session& session) { return sqlite::start_platform(session, start); });
}

Task<Result<>> SqliteStore::restart_platform(RunId run, std::string platform) {
  return writer_.submit<void>({}, [run, platform = std::move(platform)](Session& session) {
    return sqlite::restart_platform(session, run, platform);
  });
}

Task<Result<>> SqliteStore::add_items(RunId run, std::string platform, std::vector<model::Item> items) {
  const Weight weight = weight_of(items);
  return writer_.submit<void>(
      weight, [run, platform = std::move(platform), items = std::move(items)](Session& session) {
        return sqlite::add_items(session, run, platform, items);
      });
}

Task<Result<>> SqliteStore::add_errors(RunId run, std::vector<model::ErrorRecord> errors) {
  const Weight weight{.rows = errors.size()};
  return writer_.submit<void>(weight, [run, errors = std::move(errors)](Session& session) {
    return sqlite::add_errors(session, run, errors);
  });
}

Task<Result<Ended>> SqliteStore::end_platform(PlatformEnd end) {
  return writer_.submit<Ended>(
      {}, [end = std::move(end)](Session& session) { return sqlite::end_platform(session, end); });
}

Task<Result<model::Run>> SqliteStore::cancel_run(RunId run, Time at, std::optional<AuditRow> audit) {
  return writer_.submit<model::Run>(
      {}, [=](Session& session) { return sqlite::cancel_run(session, run, at, audit); });
}

Task<Result<>> SqliteStore::interrupt_run(RunId run, Time at) {
  return writer_.submit<void>({}, [=](Session& session) { return sqlite::interrupt_run(session, run, at); });
}

Task<Result<>> SqliteStore::save_plugin_state(std::string platform,
                                              std::vector<std::pair<std::string, std::string>> state) {
  return writer_.submit<void>({}, [=](Session& session) -> Result<> {
    sqlite::save_plugin_state(session, platform, state);
    return {};
  });
}

Task<Result<std::string>> SqliteStore::keep_page(RunId run, std::string platform, model::Page page,
                                                 std::uint64_t budget) {
  const Weight weight{.bytes = page.body.size()};
  return writer_.submit<std::string>(
      weight, [this, run, platform = std::move(platform), page = std::move(page), budget](Session&) {
        return pages_.keep(run, platform, page, budget);
      });
}

Task<Result<>> SqliteStore::save_schedule(ScheduleState state, std::vector<Event> events,
                                          std::optional<AuditRow> audit) {
  return writer_.submit<void>({}, [=](Session& session) -> Result<> {
    sqlite::save_schedule(session, state);
    for (const Event& event : events) append_event(session, event);
    append_if(session, audit);
    return {};
  });
}

Task<Result<>> SqliteStore::set_platform_enabled(std::string platform, bool enabled, Time at,
                                                 std::optional<AuditRow> audit) {
  return writer_.submit<void>({}, [=](Session& session) -> Result<> {
    sqlite::set_platform_enabled(session, platform, enabled, at);
    append_if(session, audit);
    return {};
  });
}

Task<Result<>> SqliteStore::append(Event event, std::optional<AuditRow> audit) {
  return writer_.submit<void>({}, [=](Session& session) -> Result<> {
    append_event(session, event);
    append_if(session, audit);
    return {};
  });
}

Task<Result<std::int64_t>> SqliteStore::prune(std::int64_t keep_runs, Time older_than) {
  const PruneLimits limits{keep_runs, older_than};
  const auto repeat = [this](std::function<Result<std::int64_t>(Session&)> step) {
    return writer_.submit<std::int64_t>({}, std::move(step));
  };
  const std::function<Result<std::int64_t>(Session&)> runs = [=](Session& session) {
    return prune_runs(session, limits);
  };
  std::int64_t removed = 0;
  for (;;) {
    const auto step = co_await repeat(runs);
    if (!step) co_return step;
    if (*step == 0) break;
    removed += *step;
  }
  const std::function<Result<std::int64_t>(Session&)> kept_pages = [this](Session& session) {
    return pages_.forget_unless([&](RunId run) {
      return session.db.find<RunId>("SELECT id FROM runs WHERE id = ?1", run).has_value();
    });
  };
  if (const auto step = co_await repeat(kept_pages); !step) co_return step;
  std::int64_t cursor = 0;
  while (removed > 0) {
    const std::function<Result<std::int64_t>(Session&)> versions = [cursor](Session& session) {
      return prune_versions(session, cursor);
    };
    const auto step = co_await repeat(versions);
    if (!step) co_return step;
    cursor = *step;
    if (cursor == 0) break;
  }
  const std::function<Result<std::int64_t>(Session&)> journal = [older_than](Session& session) {
    return prune_journal(session, older_than);
  };
  const std::function<Result<std::int64_t>(Session&)> pages = [](Session& session) {
    return release_pages(session);
  };
  for (const auto& work : {journal, pages}) {
    for (;;) {
      const auto step = co_await repeat(work);
      if (!step) co_return step;
      if (*step == 0) break;
    }
  }
  co_return removed;
}

Task<Result<model::Run>> SqliteStore::load_run(RunId run) {
  return readers_.submit<model::Run>([=](Database& db) { return sqlite::load_run(db, run); });
}

Task<Result<model::Lineage>> SqliteStore::load_lineage(RunId run) {
  return readers_.submit<model::Lineage>([=](Database& db) { return sqlite::load_lineage(db, run); });
}

Task<Result<std::vector<model::Run>>> SqliteStore::list_runs(RunFilter filter) {
  return readers_.submit<std::vector<model::Run>>(
      [=](Database& db) { return sqlite::list_runs(db, filter); });
}

Task<Result<std::vector<HistoryEntry>>> SqliteStore::history(HistoryFilter filter) {
  return readers_.submit<std::vector<HistoryEntry>>(
      [=](Database& db) { return sqlite::history(db, filter); });
}

Task<Result<std::vector<std::pair<model::ErrorKind, std::int64_t>>>> SqliteStore::count_errors(RunId from) {
  return readers_.submit<std::vector<std::pair<model::ErrorKind, std::int64_t>>>(
      [=](Database& db) { return sqlite::count_errors(db, from); });
}

Task<Result<std::vector<StoredError>>> SqliteStore::list_errors(ErrorFilter filter) {
  return readers_.submit<std::vector<StoredError>>(
      [=](Database& db) { return sqlite::list_errors(db, filter); });
}

Task<Result<std::vector<StoredItem>>> SqliteStore::list_items(ItemFilter filter) {
  return readers_.submit<std::vector<StoredItem>>(
      [=](Database& db) { return sqlite::list_items(db, filter); });
}

Task<Result<std::vector<ItemChange>>> SqliteStore::diff(RunId a, RunId b) {
  return readers_.submit<std::vector<ItemChange>>([=](Database& db) { return sqlite::diff(db, a, b); });
}

Task<Result<std::vector<Event>>> SqliteStore::events_after(Seq after, int limit) {
  return readers_.submit<std::vector<Event>>(
      [=](Database& db) { return sqlite::events_after(db, after, limit); });
}

Task<Result<std::vector<ScheduleState>>> SqliteStore::schedule_states() {
  return readers_.submit<std::vector<ScheduleState>>(
      [](Database& db) { return sqlite::schedule_states(db); });
}

Task<Result<std::vector<std::pair<std::string, bool>>>> SqliteStore::platform_overrides() {
  return readers_.submit<std::vector<std::pair<std::string, bool>>>(
      [](Database& db) { return sqlite::platform_overrides(db); });
}

Task<Result<std::vector<std::pair<std::string, std::string>>>> SqliteStore::load_plugin_state(
    std::string platform) {
  return readers_.submit<std::vector<std::pair<std::string, std::string>>>(
      [=](Database& db) { return sqlite::load_plugin_state(db, platform); });
}

Task<Result<Counts>> SqliteStore::counts() {
  auto counts = co_await readers_.submit<Counts>([](Database& db) { return count(db); });
  if (!counts) co_return counts;
  counts->commits = static_cast<std::int64_t>(writer_.commits());
  counts->queued = static_cast<std::int64_t>(writer_.queued());
  counts->refused = static_cast<std::int64_t>(writer_.refused());
  co_return counts;
}

void SqliteStore::on_commit(asio::any_io_executor executor, std::function<void(Seq)> call) {
  notifier_.listen(std::move(executor), std::move(call));
}

}  // namespace trawl::store::sqlite
