// The adapter's own metrics, as one table beside the daemon's (api/metric_families.hpp). The adapter's one thread.
#pragma once

#include <boost/json/array.hpp>
#include <span>
#include <string>
#include <string_view>

#include "trawl-httpd/server_options.hpp"
#include "trawl-httpd/who_metrics.hpp"

namespace trawl::httpd {

struct OwnSources {
  bool daemon_is_up = false;
  const ServerMetrics& server;
  const WhoMetrics& who;
};

struct OwnFamily {
  std::string_view name, type, help, alert;  // as api::MetricFamily has them
  boost::json::array (*samples)(const OwnSources&);
};

std::span<const OwnFamily> own_families();
boost::json::array sample_own_metrics(const OwnSources&);

// Every family of the daemon and of the adapter as a table in Markdown: docs/metrics.md.
std::string metrics_document();

}  // namespace trawl::httpd
