// JSON as requests may carry it: RFC 8259 and no more, bounded depth, no key twice in an object, only
// numbers that exist. Pure; any thread.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <string_view>

#include "base/error.hpp"

namespace trawl {

namespace json = boost::json;

// Refusals: parse_error (with data.offset), also for too much depth; invalid_request for what is JSON but
// ambiguous: a key twice, a number beyond the range of a double.
Result<json::value> read_json(std::string_view text, std::size_t max_depth);

}  // namespace trawl
