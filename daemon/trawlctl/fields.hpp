// Reading members of the daemon's answers for display. Members that are missing or of another type read
// as empty: a newer daemon may leave out what an older one sent, and a table must not fail over it. Pure.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace trawl::ctl {

namespace json = boost::json;

const json::value& member(const json::value&, std::string_view name);  // null when there is none
std::string text(const json::value&,
                 std::string_view name);  // strings as they are, null as "", others as JSON
std::int64_t integer(const json::value&, std::string_view name);
bool flag(const json::value&, std::string_view name);
const json::array& list(const json::value&, std::string_view name);  // empty when there is none
std::vector<std::string> texts(const json::value&, std::string_view name);

// "2026-11-23 14:00:07Z" of an RFC 3339 member.
std::string moment(const json::value&, std::string_view name);

// The id in the answer of a method that makes or names a run.
std::int64_t run_id_of(const json::value&);

}  // namespace trawl::ctl
