// /health/live and /health/ready, for supervisors and load balancers. The adapter's one thread.
#pragma once

#include "trawl-httpd/rest.hpp"

namespace trawl::httpd {

bool is_health_path(std::string_view path);

// live: 200 whenever the loop turns. ready: 200 when the daemon says that it is well, else 503 with what is not.
Task<Response> health(const Request&, const Ask&);

}  // namespace trawl::httpd
