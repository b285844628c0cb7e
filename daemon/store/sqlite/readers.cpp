#include "store/sqlite/readers.hpp"

#include <pthread.h>

#include "base/log.hpp"
#include "store/sqlite/database_file.hpp"
#include "store/sqlite/transaction.hpp"

namespace trawl::store::sqlite {
namespace {

void answer(Database& database, Job<Database>& job) {
  try {
    const Snapshot snapshot(database);
    job.run(database);
  } catch (const SqliteError& error) {
    log::error("store.failed", "a query failed: {} (SQLite {})", error.what(), error.code());
    job.fail(error_of(error));
  } catch (const std::exception& error) {
    log::error("store.query_threw", "a query ended with an exception: {}", error.what());
    job.fail({Code::internal_error, "the query failed inside the store; the log has the reason"});
  }
  job.answer();
}

}  // namespace

Readers::Readers(const std::filesystem::path& path, int threads, std::size_t queued) : queue_(queued, 0) {
  // Connections are opened here, so that a failure is the opener's and not a thread's.
  std::vector<Database> connections;
  for (int i = 0; i < threads; ++i) connections.push_back(open_for_reading(path));
  for (Database& connection : connections)
    threads_.emplace_back([this, database = std::move(connection)]() mutable { work(std::move(database)); });
}

Readers::~Readers() {
  queue_.close();
  for (std::thread& thread : threads_) thread.join();
}

void Readers::work(Database database) {
  pthread_setname_np(pthread_self(), "store-reader");
  while (auto job = queue_.wait()) answer(database, *job);
}

}  // namespace trawl::store::sqlite
