#include "store/sqlite/database.hpp"

#include <cassert>

namespace trawl::store::sqlite {

Database::Database(const std::filesystem::path& path, Mode mode) {
  // NOMUTEX: a connection has one thread at a time.
  const int flags = (mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) |
                    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  sqlite3* connection = nullptr;
  const int result = sqlite3_open_v2(path.c_str(), &connection, flags, nullptr);
  connection_.reset(connection);
  if (result != SQLITE_OK)
    throw connection ? SqliteError::of(connection) : SqliteError(result, "out of memory");
}

Statement& Database::statement(std::string_view sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end())
    found = statements_.try_emplace(std::string(sql), connection_.get(), sql).first;
  assert(!found->second.is_busy() && "a cached statement has one user at a time");
  return found->second;
}

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    throw SqliteError::of(connection_.get());
}

}  // namespace trawl::store::sqlite
