// How operators name runs. Pure.
#pragma once

#include <boost/json/value.hpp>
#include <string_view>

#include "base/error.hpp"

namespace trawl::ctl {

// A run as operators name it, as the daemon takes it: a number from 1, `last` (the newest), or
// `latest-failed` (the newest that has not succeeded, its retries included).
Result<boost::json::value> parse_run(std::string_view text);

}  // namespace trawl::ctl
