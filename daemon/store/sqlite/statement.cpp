#include "store/sqlite/statement.hpp"

#include <fmt/format.h>

namespace trawl::store::sqlite {

SqliteError SqliteError::of(sqlite3* connection) {
  return {sqlite3_extended_errcode(connection), sqlite3_errmsg(connection)};
}

Error error_of(const SqliteError& error) {
  if (error.primary_code() == SQLITE_FULL)
    return {Code::storage_full, fmt::format("the database cannot grow: {}", error.what()),
            "free space on the file system of state_dir, or lower the retention"};
  return {Code::storage_error,
          fmt::format("the database answered: {} (SQLite {})", error.what(), error.code()),
          {}};
}

Statement::Statement(sqlite3* connection, std::string_view sql) {
  const int result = sqlite3_prepare_v3(connection, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
  if (result != SQLITE_OK) throw SqliteError::of(connection);
}

bool Statement::step() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  throw SqliteError::of(sqlite3_db_handle(statement_));
}

void Statement::reset() noexcept {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

std::string_view Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return data ? std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)))
              : std::string_view();
}

void Statement::bind_at(int index, std::string_view text) {
  // An empty view may point nowhere, which SQLite would take for NULL.
  const char* data = text.data() ? text.data() : "";
  if (sqlite3_bind_text64(statement_, index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8) != SQLITE_OK)
    throw SqliteError::of(sqlite3_db_handle(statement_));
}

void Statement::bind_integer(int index, std::int64_t value) {
  if (sqlite3_bind_int64(statement_, index, value) != SQLITE_OK)
    throw SqliteError::of(sqlite3_db_handle(statement_));
}

void Statement::bind_null(int index) {
  if (sqlite3_bind_null(statement_, index) != SQLITE_OK) throw SqliteError::of(sqlite3_db_handle(statement_));
}

}  // namespace trawl::store::sqlite
