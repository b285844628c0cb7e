// The Store over SQLite: each call of the port becomes one command for the writer or one query for the
// readers. No decision is taken here.
#pragma once

#include <filesystem>
#include <string>

#include "store/sqlite/commit_notifier.hpp"
#include "store/sqlite/kept_pages.hpp"
#include "store/sqlite/readers.hpp"
#include "store/sqlite/state_lock.hpp"
#include "store/sqlite/writer.hpp"
#include "store/store.hpp"

namespace trawl::store::sqlite {

class SqliteStore final : public Store {
 public:
  struct Parts {
    StateLock lock;
    Database writing;  // opened, migrated, recovered
    std::filesystem::path database;
    std::filesystem::path pages;  // the folder of kept pages; made when the first comes
    std::string instance;
    int reader_threads = 1;
    Writer::Options writer;
  };

  explicit SqliteStore(Parts);  // throws SqliteError when a reader cannot open the database

  Task<Result<Created>> create_run(std::optional<RunId> parent, std::optional<IdempotencyKey>, Decide,
                                   std::optional<AuditRow>) override;
  Task<Result<>> start_run(RunId, Time) override;
  Task<Result<>> start_platform(PlatformStart) override;
  Task<Result<>> restart_platform(RunId, std::string platform) override;
  Task<Result<>> add_items(RunId, std::string platform, std::vector<model::Item>) override;
  Task<Result<>> add_errors(RunId, std::vector<model::ErrorRecord>) override;
  Task<Result<Ended>> end_platform(PlatformEnd) override;
  Task<Result<model::Run>> cancel_run(RunId, Time, std::optional<AuditRow>) override;
  Task<Result<>> interrupt_run(RunId, Time) override;
  Task<Result<>> save_plugin_state(std::string platform,
                                   std::vector<std::pair<std::string, std::string>>) override;
  Task<Result<std::string>> keep_page(RunId, std::string platform, model::Page,
                                      std::uint64_t budget) override;
  Task<Result<>> save_schedule(ScheduleState, std::vector<Event>, std::optional<AuditRow>) override;
  Task<Result<>> set_platform_enabled(std::string platform, bool enabled, Time,
                                      std::optional<AuditRow>) override;
  Task<Result<>> append(Event, std::optional<AuditRow>) override;
  Task<Result<std::int64_t>> prune(std::int64_t keep_runs, Time older_than) override;

  Task<Result<model::Run>> load_run(RunId) override;
  Task<Result<model::Lineage>> load_lineage(RunId) override;
  Task<Result<std::vector<model::Run>>> list_runs(RunFilter) override;
  Task<Result<std::vector<HistoryEntry>>> history(HistoryFilter) override;
  Task<Result<std::vector<StoredError>>> list_errors(ErrorFilter) override;
  Task<Result<std::vector<std::pair<model::ErrorKind, std::int64_t>>>> count_errors(RunId) override;
  Task<Result<std::vector<StoredItem>>> list_items(ItemFilter) override;
  Task<Result<std::vector<ItemChange>>> diff(RunId a, RunId b) override;
  Task<Result<std::vector<Event>>> events_after(Seq, int limit) override;
  Task<Result<std::vector<ScheduleState>>> schedule_states() override;
  Task<Result<std::vector<std::pair<std::string, bool>>>> platform_overrides() override;
  Task<Result<std::vector<std::pair<std::string, std::string>>>> load_plugin_state(
      std::string platform) override;
  Task<Result<Counts>> counts() override;

  void on_commit(asio::any_io_executor, std::function<void(Seq)>) override;
  std::string instance_id() const override { return instance_; }

 private:
  // Destroyed from the last to the first: readers close before the writer, so that the writer's is the
  // last connection and leaves no WAL; the lock goes when nothing is open any more.
  StateLock lock_;
  std::string instance_;
  KeptPages pages_;  // the writer's thread uses it
  CommitNotifier notifier_;
  Writer writer_;
  Readers readers_;
};

}  // namespace trawl::store::sqlite
