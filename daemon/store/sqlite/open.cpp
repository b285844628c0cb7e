#include "store/sqlite/open.hpp"

#include <fmt/format.h>

#include <system_error>
#include <utility>

#include "store/sqlite/database_file.hpp"
#include "store/sqlite/recovery.hpp"
#include "store/sqlite/sqlite_store.hpp"
#include "store/sqlite/state_lock.hpp"

namespace trawl::store::sqlite {
namespace {

namespace fs = std::filesystem;

Result<> make_state_dir(const fs::path& path) {
  std::error_code fault;
  if (fs::is_directory(path, fault)) return {};
  if (!fault || fault == std::errc::no_such_file_or_directory) fs::create_directory(path, fault);
  if (!fault) fs::permissions(path, fs::perms(0750), fault);
  if (!fault) return {};
  return refuse(Code::storage_error,
                fmt::format("cannot make state_dir {}: {}", path.string(), fault.message()),
                "make it, and give it to the daemon's user");
}

// Whoever reads the message must know which file is meant.
Error about(const fs::path& path, Error error) {
  error.message = fmt::format("{}: {}", path.string(), error.message);
  if (error.hint.empty()) error.hint = "check the file and the disk; keep the file for inspection";
  return error;
}

}  // namespace

Result<std::unique_ptr<Store>> open(OpenOptions options) {
  if (auto made = make_state_dir(options.state_dir); !made) return std::unexpected(made.error());
  auto lock = StateLock::acquire(options.state_dir);
  if (!lock) return std::unexpected(lock.error());
  const DatabaseFile file{options.state_dir / "trawl.db", options.max_database_bytes};
  auto database = open_for_writing(file);
  if (!database) return std::unexpected(about(file.path, database.error()));
  try {
    const std::int64_t epoch = begin_epoch(*database);
    recover(*database, epoch, options.now());
    auto instance = database->find<std::string>("SELECT instance FROM meta").value_or("");
    return std::make_unique<SqliteStore>(SqliteStore::Parts{
        std::move(*lock), std::move(*database), file.path, options.state_dir / "pages", std::move(instance),
        options.reader_threads,
        Writer::Options{epoch, options.now, options.queued_commands, options.queued_bytes}});
  } catch (const SqliteError& error) {
    return std::unexpected(about(file.path, error_of(error)));
  }
}

}  // namespace trawl::store::sqlite
