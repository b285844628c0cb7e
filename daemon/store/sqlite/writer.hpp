// The one thread that writes and checkpoints. Commands that wait together are committed together: one
// transaction, one savepoint per command, one sync of the disk; callers are answered after it. A refused
// command undoes itself alone; a failed commit fails its whole group.
//
// Constructed and destroyed by the thread that owns the store; submit() on any executor.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "store/sqlite/commit_notifier.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/job_queue.hpp"
#include "store/sqlite/session.hpp"

namespace trawl::store::sqlite {

class Writer {
 public:
  struct Options {
    std::int64_t epoch = 0;
    std::function<Time()> now;
    std::size_t queued_commands = 0, queued_bytes = 0;
  };

  Writer(Database, Options, CommitNotifier&);
  ~Writer();  // carries out what is queued, checkpoints, closes

  template <class T>
  Task<Result<T>> submit(Weight weight, std::function<Result<T>(Session&)> work) {
    return sqlite::submit<T, Session>(queue_, weight, std::move(work));
  }

  std::uint64_t commits() const { return commits_; }
  std::size_t queued() const { return queue_.size(); }
  std::uint64_t refused() const { return queue_.refused(); }

 private:
  using Command = std::unique_ptr<Job<Session>>;

  void work();
  std::vector<Command> commit_group(Command first);
  void run_command(Session&, Job<Session>&);
  void checkpoint_when_due();
  void checkpoint_when_idle();
  void checkpoint(int mode);

  Database database_;
  Options options_;
  CommitNotifier& notifier_;
  JobQueue<Session> queue_;
  std::int64_t wal_pages_ = 0;  // in the WAL since its last reset; set by SQLite's hook
  std::int64_t checkpointed_pages_ = 0;
  std::atomic<std::uint64_t> commits_{0};
  std::thread thread_;
};

}  // namespace trawl::store::sqlite
