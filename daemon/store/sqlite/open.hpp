// Opens the SQLite engine of the store: locks the state directory, makes or checks the database, brings
// its schema up to date and ends what an earlier daemon left unfinished. Blocking; called once, by main,
// before any socket opens. Nothing of SQLite shows here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "base/error.hpp"
#include "base/time.hpp"
#include "store/store.hpp"

namespace trawl::store::sqlite {

struct OpenOptions {
  std::filesystem::path state_dir;  // made (0750) when only its last part is missing
  std::function<Time()> now;        // the wall clock; called on the writer's thread too
  int reader_threads = 2;
  std::size_t queued_commands = 4096;      // beyond: overloaded; the same number of reads
  std::size_t queued_bytes = 64ULL << 20;  // of items waiting to be written
  std::uint64_t max_database_bytes = 0;    // beyond: storage_full; 0: as the disk allows
};

// Errors: state_locked (another daemon, with its pid), storage_error with the path and a remedy: not a
// database, damaged, written by a newer trawl, not writable. A damaged file is never replaced.
//
// The executors that wait for answers, and on_commit's, must outlive the store. Its destructor carries
// out what is queued, then closes.
Result<std::unique_ptr<Store>> open(OpenOptions);

}  // namespace trawl::store::sqlite
