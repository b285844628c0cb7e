// One prepared statement. Belongs to its connection's thread. What SQLite cannot do is thrown as
// SqliteError and caught at the edge of one command (see error_of()).
#pragma once

#include <sqlite3.h>

#include <concepts>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.hpp"
#include "base/time.hpp"

namespace trawl::store::sqlite {

class SqliteError : public std::runtime_error {
 public:
  SqliteError(int extended_code, const std::string& message)
      : std::runtime_error(message), code_(extended_code) {}
  static SqliteError of(sqlite3* connection);

  int code() const { return code_; }  // SQLite's extended result code
  int primary_code() const { return code_ & 0xff; }

 private:
  int code_;
};

// What a caller is told: storage_full, or storage_error with SQLite's own words.
Error error_of(const SqliteError&);

class Statement {
 public:
  Statement(sqlite3* connection, std::string_view sql);
  Statement(Statement&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
  Statement& operator=(Statement&&) = delete;
  ~Statement() { sqlite3_finalize(statement_); }

  // Binds ?1, ?2, ... in order. Text is not copied: it lives until reset().
  template <class... Args>
  void bind(const Args&... args) {
    int index = 0;
    (bind_at(++index, args), ...);
  }

  bool step();  // true: there is a row
  void reset() noexcept;
  bool is_busy() const { return sqlite3_stmt_busy(statement_) != 0; }

  // Runs to the end and returns the number of rows changed.
  template <class... Args>
  std::int64_t run(const Args&... args) {
    const Resetter resetter{*this};
    bind(args...);
    while (step()) {
    }
    return sqlite3_changes64(sqlite3_db_handle(statement_));
  }

  // A column of the present row, from 0. string_view lives until the next step.
  template <class T>
  T get(int column) const;

 private:
  struct Resetter {
    Statement& statement;
    ~Resetter() { statement.reset(); }
  };

  void bind_at(int index, std::string_view text);
  void bind_integer(int index, std::int64_t value);
  void bind_null(int index);
  void bind_at(int index, const std::string& text) { bind_at(index, std::string_view(text)); }
  void bind_at(int index, const char* text) { bind_at(index, std::string_view(text)); }
  void bind_at(int index, std::integral auto value) { bind_integer(index, static_cast<std::int64_t>(value)); }
  void bind_at(int index, Time time) { bind_integer(index, time.time_since_epoch().count()); }
  void bind_at(int index, std::nullopt_t) { bind_null(index); }
  template <class T>
  void bind_at(int index, const std::optional<T>& value) {
    if (value)
      bind_at(index, *value);
    else
      bind_null(index);
  }

  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  std::string_view text(int column) const;
  bool is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

  template <class T>
  struct Reader;
  sqlite3_stmt* statement_ = nullptr;
};

template <class T>
struct Statement::Reader {
  static T read(const Statement& s, int column) {
    if constexpr (std::same_as<T, std::string_view>)
      return s.text(column);
    else if constexpr (std::same_as<T, std::string>)
      return std::string(s.text(column));
    else if constexpr (std::same_as<T, Time>)
      return Time(Millis(s.integer(column)));
    else
      return static_cast<T>(s.integer(column));
  }
};

template <class T>
struct Statement::Reader<std::optional<T>> {
  static std::optional<T> read(const Statement& s, int column) {
    if (s.is_null(column)) return std::nullopt;
    return Reader<T>::read(s, column);
  }
};

template <class T>
T Statement::get(int column) const {
  return Reader<T>::read(*this, column);
}

}  // namespace trawl::store::sqlite
