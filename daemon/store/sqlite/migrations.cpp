#include "store/sqlite/migrations.hpp"

#include <fmt/format.h>

#include <array>

#include "base/log.hpp"
#include "store/sqlite/transaction.hpp"

namespace trawl::store::sqlite {
namespace {

void apply(Database& database, const Migration& migration, std::int64_t version) {
  Transaction transaction(database);
  database.execute(migration.sql);
  database.execute(
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", application_id, version));
  transaction.commit();
}

// VACUUM INTO writes a consistent copy, WAL included; it refuses to write over a file.
void back_up(Database& database, const std::filesystem::path& backup) {
  std::filesystem::remove(backup);
  database.run("VACUUM INTO ?1", backup.string());
}

}  // namespace

std::span<const Migration> migrations() {
  static const std::array steps{Migration{schema_sql}, Migration{history_sql}};
  return steps;
}

Result<> migrate(Database& database, std::span<const Migration> steps, const std::filesystem::path& backup) {
  const auto version = database.find<std::int64_t>("PRAGMA user_version").value_or(0);
  const auto newest = static_cast<std::int64_t>(steps.size());
  if (version > newest)
    return refuse(Code::storage_error,
                  fmt::format("the database has schema {}, and this trawl knows up to {}", version, newest),
                  "start the newer trawl that wrote it, or restore a backup made before the upgrade");
  if (version > 0 && version < newest) {
    back_up(database, backup);
    log::info("store.migrating", "schema {} to {}; a copy of the old state is {}", version, newest,
              backup.string());
  }
  for (std::int64_t step = version; step < newest; ++step)
    apply(database, steps[static_cast<std::size_t>(step)], step + 1);
  return {};
}

}  // namespace trawl::store::sqlite
