#include "store/sqlite/database_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "base/unique_fd.hpp"
#include "store/sqlite/migrations.hpp"

namespace trawl::store::sqlite {
namespace {

namespace fs = std::filesystem;

constexpr auto restore_hint = "keep the file for inspection and restore the last good backup in its place";

std::unexpected<Error> damaged(const std::string& why) {
  return refuse(Code::storage_error, fmt::format("the database is damaged: {}", why), restore_hint);
}

// The mode does not depend on the umask. SQLite gives the WAL and its index the mode of the database.
Result<> create_file(const fs::path& path) {
  const UniqueFd file(open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0640));
  if (!file || fchmod(file.get(), 0640) != 0)
    return refuse(Code::storage_error,
                  fmt::format("cannot make the database: {}", std::generic_category().message(errno)),
                  fmt::format("the daemon's user must be able to write in {}", path.parent_path().string()));
  return {};
}

void sync_directory(const fs::path& directory) {
  const UniqueFd file(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (file) fsync(file.get());
}

void configure_writer(Database& database, std::uint64_t max_bytes) {
  // Each commit reaches the disk before it is answered. Checkpoints are the writer's own decision.
  database.execute(
      fmt::format("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                  "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
                  "PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = {};"
                  "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192; PRAGMA busy_timeout = 0",
                  largest_wal_bytes));
  if (max_bytes == 0) return;
  const auto page = database.find<std::int64_t>("PRAGMA page_size").value_or(4096);
  database.execute(fmt::format("PRAGMA max_page_count = {}", max_bytes / static_cast<std::uint64_t>(page)));
}

// Made under another name and renamed when it is whole, so that a trawl.db without our tables is always
// somebody's mistake and never the remains of a first start.
Result<> create_database(const fs::path& path) {
  const fs::path unfinished = path.string() + ".new";
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) fs::remove(unfinished.string() + suffix);
  if (auto made = create_file(unfinished); !made) return made;
  {
    Database database(unfinished, Database::Mode::read_write);
    database.execute("PRAGMA auto_vacuum = INCREMENTAL");  // cannot be chosen later
    configure_writer(database, 0);
    if (auto migrated = migrate(database, migrations(), {}); !migrated) return migrated;
    database.run(
        "INSERT INTO meta (id, instance) VALUES (1, lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) "
        "|| '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || "
        "hex(randomblob(6))))");
  }
  fs::rename(unfinished, path);
  sync_directory(path.parent_path());
  return {};
}

Result<> check_identity(Database& database) {
  if (database.find<std::int64_t>("PRAGMA application_id").value_or(0) == application_id) return {};
  return refuse(Code::storage_error, "the file is not a database of trawl",
                "move it away, or choose another state_dir");
}

// A daemon that stops in order leaves no WAL behind; one that was killed does.
Result<> quick_check(Database& database) {
  Query rows = database.query("PRAGMA quick_check(1)");
  if (!rows.next()) return damaged("quick_check gave no answer");
  const auto answer = rows.get<std::string>(0);
  return answer == "ok" ? Result<>{} : damaged(answer);
}

Result<Database> open_existing(const DatabaseFile& file, bool unclean) {
  Database database(file.path, Database::Mode::read_write);
  if (auto known = check_identity(database); !known) return std::unexpected(known.error());
  configure_writer(database, file.max_bytes);
  if (unclean)
    if (auto whole = quick_check(database); !whole) return std::unexpected(whole.error());
  const fs::path backup = file.path.string() + ".before-migration";
  if (auto migrated = migrate(database, migrations(), backup); !migrated)
    return std::unexpected(migrated.error());
  return database;
}

bool says_damaged(const SqliteError& error) {
  return error.primary_code() == SQLITE_NOTADB || error.primary_code() == SQLITE_CORRUPT;
}

}  // namespace

Result<Database> open_for_writing(const DatabaseFile& file) {
  try {
    if (!fs::exists(file.path))
      if (auto made = create_database(file.path); !made) return std::unexpected(made.error());
    return open_existing(file, fs::exists(file.path.string() + "-wal"));
  } catch (const SqliteError& error) {
    if (says_damaged(error)) return damaged(error.what());
    return std::unexpected(error_of(error));
  } catch (const fs::filesystem_error& error) {
    return refuse(Code::storage_error, error.code().message(),
                  "the daemon's user must be able to write there");
  }
}

Database open_for_reading(const fs::path& path) {
  Database database(path, Database::Mode::read_only);
  sqlite3_db_config(database.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  // A reader can meet the WAL's reset for a moment; it waits instead of failing.
  database.execute(
      "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
      "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096; PRAGMA busy_timeout = 1000");
  return database;
}

}  // namespace trawl::store::sqlite
