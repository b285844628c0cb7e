// The OpenAPI 3.1 document of everything that is served under a path of its own. From the method table; pure.
#pragma once

#include <boost/json/object.hpp>

#include "trawl-httpd/routes.hpp"

namespace trawl::httpd {

boost::json::object openapi_document(const Routes&);

}  // namespace trawl::httpd
