// The threads that answer queries, each with a read-only connection of its own. A query sees one
// instant of the database and never waits for a write. submit() on any executor.
#pragma once

#include <filesystem>
#include <functional>
#include <thread>
#include <vector>

#include "store/sqlite/database.hpp"
#include "store/sqlite/job_queue.hpp"

namespace trawl::store::sqlite {

class Readers {
 public:
  Readers(const std::filesystem::path& database, int threads, std::size_t queued);
  ~Readers();  // answers what is queued, closes

  template <class T>
  Task<Result<T>> submit(std::function<Result<T>(Database&)> work) {
    return sqlite::submit<T, Database>(queue_, {}, std::move(work));
  }

 private:
  void work(Database);

  JobQueue<Database> queue_;
  std::vector<std::thread> threads_;
};

}  // namespace trawl::store::sqlite
