// One SQLite connection with its prepared statements. Used by one thread at a time: the writer's, a
// reader's, or the one that opens the store.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/sqlite/statement.hpp"

namespace trawl::store::sqlite {

// The rows of a cached statement, bound and ready. Resets the statement when it goes.
class Query {
 public:
  explicit Query(Statement& statement) : statement_(&statement) {}
  Query(Query&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
  Query& operator=(Query&&) = delete;
  ~Query() {
    if (statement_) statement_->reset();
  }

  bool next() { return statement_->step(); }
  template <class T>
  T get(int column) const {
    return statement_->get<T>(column);
  }

 private:
  Statement* statement_;
};

class Database {
 public:
  enum class Mode { read_write, read_only };

  // The file must exist: a database is made on purpose, never by opening (see database_file.hpp).
  Database(const std::filesystem::path&, Mode);

  // The statement for this text, prepared at first use and kept. One user at a time.
  Statement& statement(std::string_view sql);

  template <class... Args>
  std::int64_t run(std::string_view sql, const Args&... args) {
    return statement(sql).run(args...);
  }

  // Text arguments must outlive the query: SQLite reads them in place.
  template <class... Args>
  Query query(std::string_view sql, const Args&... args) {
    Statement& prepared = statement(sql);
    Query rows(prepared);
    prepared.bind(args...);
    return rows;
  }

  // The first column of the first row; nothing when there is no row.
  template <class T, class... Args>
  std::optional<T> find(std::string_view sql, const Args&... args) {
    Query rows = query(sql, args...);
    if (!rows.next()) return std::nullopt;
    return rows.get<T>(0);
  }

  // Several statements, unprepared: pragmas, schema.
  void execute(const std::string& sql);

  std::int64_t last_insert_id() const { return sqlite3_last_insert_rowid(connection_.get()); }
  bool in_transaction() const { return sqlite3_get_autocommit(connection_.get()) == 0; }
  sqlite3* handle() const { return connection_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
  };
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  std::unique_ptr<sqlite3, Close> connection_;
  std::unordered_map<std::string, Statement, Hash, std::equal_to<>> statements_;
};

}  // namespace trawl::store::sqlite
