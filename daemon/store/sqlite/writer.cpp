#include "store/sqlite/writer.hpp"

#include <pthread.h>

#include <cstdlib>

#include "base/log.hpp"
#include "store/sqlite/database_file.hpp"
#include "store/sqlite/transaction.hpp"

namespace trawl::store::sqlite {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t group_rows = 256;
constexpr auto group_time = 50ms;
constexpr Millis idle_after{1000};
constexpr std::int64_t page_bytes = 4096;
constexpr std::int64_t passive_pages = 2000;  // 8 MiB of WAL between checkpoints
constexpr std::int64_t truncate_pages = largest_wal_bytes / page_bytes;
constexpr std::int64_t idle_truncate_pages = passive_pages * 2;

// After a failed fsync the kernel may have dropped the pages it could not write and report success the
// next time: nothing this process believes about the disk is certain any more. It ends at once; the next
// start reads what is really there and recovers from it.
void abort_if_sync_failed(const SqliteError& error) {
  if (error.code() != SQLITE_IOERR_FSYNC && error.code() != SQLITE_IOERR_DIR_FSYNC) return;
  log::error("store.sync_failed", "the disk refused to sync the database: {}", error.what());
  log::flush();
  std::abort();
}

Error failure_of(const SqliteError& error) {
  abort_if_sync_failed(error);
  log::error("store.failed", "{} (SQLite {})", error.what(), error.code());
  return error_of(error);
}

}  // namespace

Writer::Writer(Database database, Options options, CommitNotifier& notifier)
    : database_(std::move(database)),
      options_(std::move(options)),
      notifier_(notifier),
      queue_(options_.queued_commands, options_.queued_bytes) {
  sqlite3_wal_hook(
      database_.handle(),
      [](void* self, sqlite3*, const char*, int pages) {
        auto& writer = *static_cast<Writer*>(self);
        if (pages < writer.wal_pages_) writer.checkpointed_pages_ = 0;  // SQLite began the WAL anew
        writer.wal_pages_ = pages;
        return SQLITE_OK;
      },
      this);
  thread_ = std::thread([this] { work(); });
}

Writer::~Writer() {
  queue_.close();
  thread_.join();
}

void Writer::work() {
  pthread_setname_np(pthread_self(), "store");
  for (;;) {
    // Without anything to check in, an idle store sleeps for good.
    const bool unsettled = wal_pages_ != checkpointed_pages_;
    Command first = queue_.wait(unsettled ? std::optional(idle_after) : std::nullopt);
    if (!first && queue_.is_closed()) break;
    if (!first) {
      checkpoint_when_idle();
      continue;
    }
    for (const Command& command : commit_group(std::move(first))) command->answer();
    checkpoint_when_due();
  }
  checkpoint(SQLITE_CHECKPOINT_TRUNCATE);
}

std::vector<Writer::Command> Writer::commit_group(Command first) {
  std::vector<Command> group;
  const auto started = std::chrono::steady_clock::now();
  Session session{database_, options_.epoch, options_.now()};
  try {
    Transaction transaction(database_);
    std::size_t rows = 0;
    for (Command next = std::move(first); next; next = queue_.try_take()) {
      rows += next->rows;
      group.push_back(std::move(next));
      run_command(session, *group.back());
      if (rows >= group_rows || std::chrono::steady_clock::now() - started > group_time) break;
    }
    transaction.commit();
    ++commits_;
    if (session.last_seq > 0) notifier_.committed(session.last_seq);
  } catch (const SqliteError& error) {
    const Error failure = failure_of(error);
    if (first) group.push_back(std::move(first));  // the transaction did not even begin
    for (const Command& command : group) command->fail(failure);
  }
  return group;
}

// Throws only when SQLite has given up the whole transaction, which undoes the group's other commands.
void Writer::run_command(Session& session, Job<Session>& command) {
  const Seq seq_before = session.last_seq;
  try {
    Savepoint savepoint(database_);
    if (command.run(session))
      savepoint.keep();
    else
      session.last_seq = seq_before;
  } catch (const SqliteError& error) {
    session.last_seq = seq_before;
    if (!database_.in_transaction()) throw;
    command.fail(failure_of(error));
  } catch (const std::exception& error) {
    session.last_seq = seq_before;
    log::error("store.command_threw", "a command ended with an exception: {}", error.what());
    command.fail({Code::internal_error, "the command failed inside the store; the log has the reason"});
  }
}

void Writer::checkpoint_when_due() {
  if (wal_pages_ >= truncate_pages)
    checkpoint(SQLITE_CHECKPOINT_TRUNCATE);
  else if (wal_pages_ - checkpointed_pages_ >= passive_pages)
    checkpoint(SQLITE_CHECKPOINT_PASSIVE);
}

// A small WAL keeps its file: overwriting blocks that exist makes the next commits cheaper than growing
// a new file would.
void Writer::checkpoint_when_idle() {
  checkpoint(wal_pages_ >= idle_truncate_pages ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE);
  checkpointed_pages_ = wal_pages_;  // also when a reader held it up: the next commit brings it back
}

void Writer::checkpoint(int mode) {
  int pages = 0, done = 0;
  const int result = sqlite3_wal_checkpoint_v2(database_.handle(), nullptr, mode, &pages, &done);
  if (result != SQLITE_OK && (result & 0xff) != SQLITE_BUSY) failure_of(SqliteError::of(database_.handle()));
  checkpointed_pages_ = done;
  if (mode == SQLITE_CHECKPOINT_TRUNCATE && result == SQLITE_OK) wal_pages_ = checkpointed_pages_ = 0;
}

}  // namespace trawl::store::sqlite
