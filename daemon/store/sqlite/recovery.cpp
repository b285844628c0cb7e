#include "store/sqlite/recovery.hpp"

#include <vector>

#include "base/log.hpp"
#include "store/sqlite/run_states.hpp"
#include "store/sqlite/session.hpp"
#include "store/sqlite/transaction.hpp"

namespace trawl::store::sqlite {

std::int64_t begin_epoch(Database& database) {
  Transaction transaction(database);
  database.run("UPDATE meta SET epoch = epoch + 1");
  const auto epoch = *database.find<std::int64_t>("SELECT epoch FROM meta");
  transaction.commit();
  return epoch;
}

std::int64_t recover(Database& database, std::int64_t epoch, Time now) {
  std::vector<RunId> unfinished;
  {
    Query row = database.query(
        "SELECT id FROM runs WHERE status IN ('queued', 'running') AND epoch < ?1 ORDER BY id", epoch);
    while (row.next()) unfinished.push_back(row.get<RunId>(0));
  }
  for (const RunId run : unfinished) {
    Transaction transaction(database);
    Session session{database, epoch, now};
    if (auto interrupted = interrupt_run(session, run, now); !interrupted)
      throw SqliteError(SQLITE_CORRUPT, interrupted.error().message);
    transaction.commit();
    log::warning("store.recovered", "run {} was unfinished when the daemon stopped; it is interrupted now",
                 run);
  }
  return static_cast<std::int64_t>(unfinished.size());
}

}  // namespace trawl::store::sqlite
