#include "store/sqlite/journal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <string>

namespace trawl::store::sqlite {

Seq append_event(Session& session, const Event& event) {
  session.db.run(
      "INSERT INTO journal (time, type, run_id, platform, schedule, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
      event.time, event.type, event.run, event.platform, event.schedule, event.data);
  return session.last_seq = session.db.last_insert_id();
}

Seq append_event(Session& session, Time time, std::string_view type, RunId run, std::string_view platform,
                 const boost::json::object& data) {
  Event event;
  event.time = time;
  event.type = type;
  event.run = run;
  event.platform = platform;
  event.data = boost::json::serialize(data);
  return append_event(session, event);
}

void append_audit(Session& session, const AuditRow& row) {
  session.db.run(
      "INSERT INTO audit (time, actor_uid, actor_pid, actor_name, transport, method, params_digest, outcome, "
      "run_id)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      row.time, row.actor.uid, row.actor.pid, row.actor.name, row.transport, row.method, row.params_digest,
      row.outcome, row.run);
}

Result<std::vector<Event>> events_after(Database& db, Seq after, int limit) {
  const auto pruned = db.find<Seq>("SELECT journal_pruned FROM meta").value_or(0);
  if (after < pruned)
    return refuse(Code::gone,
                  fmt::format("the journal begins after row {}; rows up to {} are pruned", pruned, pruned),
                  "take the present state and follow the journal from there", {{"seq", pruned}});
  std::vector<Event> events;
  Query row = db.query(
      "SELECT seq, time, type, run_id, platform, schedule, data FROM journal WHERE seq > ?1 ORDER BY seq "
      "LIMIT ?2",
      after, std::clamp(limit, 1, 1000));
  while (row.next())
    events.push_back({row.get<Seq>(0), row.get<Time>(1), row.get<std::string>(2),
                      row.get<std::optional<RunId>>(3), row.get<std::string>(4), row.get<std::string>(5),
                      row.get<std::string>(6)});
  return events;
}

boost::json::object to_json(const model::ItemCounts& items) {
  return {{"total", items.total},
          {"added", items.added},
          {"changed", items.changed},
          {"removed", items.removed},
          {"unchanged", items.unchanged}};
}

}  // namespace trawl::store::sqlite
