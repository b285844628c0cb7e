// What the operations of the OpenAPI document share: schemas, problems, headers, and the paths that are the
// adapter's own. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <vector>

#include "api/method.hpp"

namespace trawl::httpd {

boost::json::object result_schema(const api::Method&);

// The statuses of problems that an operation may answer with.
std::vector<int> problem_statuses(bool reads);
boost::json::object problem_reference();

boost::json::object adapter_paths();  // events, health, metrics, sessions, JSON-RPC
boost::json::object components();

}  // namespace trawl::httpd
