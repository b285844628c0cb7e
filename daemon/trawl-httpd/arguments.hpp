// A request's parameters as the method wants them: from the path, the query, the body and Idempotency-Key. The
// daemon checks them; here texts only get the type that the table names. Pure; any thread.
#pragma once

#include <boost/json/object.hpp>

#include "base/error.hpp"
#include "trawl-httpd/request.hpp"
#include "trawl-httpd/routes.hpp"

namespace trawl::httpd {

// Errors: bad_request (query), parse_error, invalid_params (body, doubled parameters).
Result<boost::json::object> arguments(const Match&, const Request&);

}  // namespace trawl::httpd
