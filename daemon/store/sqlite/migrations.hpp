// How a database gets from one schema version to the next: forwards only, one transaction per step,
// after a copy of the old state. Runs on the thread that opens the store, before anybody else uses it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "base/error.hpp"
#include "store/sqlite/database.hpp"

namespace trawl::store::sqlite {

inline constexpr std::int64_t application_id = 0x7472776c;  // "trwl", in the file's header

extern const char* const schema_sql;   // the first migration; see schema.sql
extern const char* const history_sql;  // the second; see schema_2_history.sql

struct Migration {
  const char* sql;
};

// Position is version: the first brings an empty database to version 1.
std::span<const Migration> migrations();

// Refuses a database from a newer trawl. `backup` gets a copy of an older database before it is
// changed; it is not made for an empty one.
Result<> migrate(Database&, std::span<const Migration>, const std::filesystem::path& backup);

}  // namespace trawl::store::sqlite
