// What one writing command works with: the connection inside an open transaction, and what the
// transaction needs to know. The writer's thread, or the one that opens the store.
#pragma once

#include "base/time.hpp"
#include "store/sqlite/database.hpp"
#include "store/store.hpp"

namespace trawl::store::sqlite {

struct Session {
  Database& db;
  std::int64_t epoch = 0;  // of this daemon
  Time now{};              // when the transaction began
  Seq last_seq = 0;        // the newest journal row this transaction wrote; 0: none
};

}  // namespace trawl::store::sqlite
