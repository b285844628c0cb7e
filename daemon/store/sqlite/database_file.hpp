// The files of the database: trawl.db is made complete or not at all, checked before it is used, and
// opened in the two ways the store needs. Called by the thread that opens the store.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/error.hpp"
#include "store/sqlite/database.hpp"

namespace trawl::store::sqlite {

inline constexpr std::int64_t largest_wal_bytes = 64LL << 20;

struct DatabaseFile {
  std::filesystem::path path;   // state_dir/trawl.db
  std::uint64_t max_bytes = 0;  // 0: no limit
};

// Makes the database when there is none; otherwise refuses one that is not trawl's, is damaged, or comes
// from a newer trawl, and migrates an older one. Returns the connection that writes and checkpoints.
Result<Database> open_for_writing(const DatabaseFile&);

// For a reader's thread. Never checkpoints, not even when it closes.
Database open_for_reading(const std::filesystem::path&);

}  // namespace trawl::store::sqlite
