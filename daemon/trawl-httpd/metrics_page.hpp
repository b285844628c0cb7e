// GET /metrics: the daemon's figures and the adapter's own. The adapter's one thread.
#pragma once

#include <boost/json/array.hpp>
#include <functional>

#include "trawl-httpd/rest.hpp"

namespace trawl::httpd {

inline constexpr std::string_view metrics_path = "/metrics";

// The adapter's families; told whether the daemon answered.
using OwnFigures = std::function<boost::json::array(bool daemon_is_up)>;

// Always 200 for a caller who may look: that the daemon is away is a figure, too.
Task<Response> metrics_page(const Request&, const Ask&, const OwnFigures&);

}  // namespace trawl::httpd
