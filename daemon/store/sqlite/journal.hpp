// The journal: every transition has a row, written in its transaction and numbered for good. And the
// audit: who asked for what. Writing on the writer's thread, reading on any connection's.
#pragma once

#include <boost/json/object.hpp>
#include <string_view>
#include <vector>

#include "store/sqlite/session.hpp"

namespace trawl::store::sqlite {

Seq append_event(Session&, const Event&);

// The journal row of a run or of one of its platforms.
Seq append_event(Session&, Time, std::string_view type, RunId, std::string_view platform,
                 const boost::json::object& data);

void append_audit(Session&, const AuditRow&);

Result<std::vector<Event>> events_after(Database&, Seq after, int limit);

// {"total", "added", ...}: for the rows that tell how a platform or a run ended.
boost::json::object to_json(const model::ItemCounts&);

}  // namespace trawl::store::sqlite
