// Attempts to come in with a wrong token or code: counted per source, logged, and refused. The adapter's one
// thread.
#pragma once

#include <string>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "trawl-httpd/request.hpp"
#include "trawl-httpd/throttle.hpp"
#include "trawl-httpd/who_metrics.hpp"

namespace trawl::httpd {

class Attempts {
 public:
  // All references must outlive it.
  Attempts(WhoMetrics& metrics, Clock& clock, bool behind_proxy)
      : metrics_(metrics), clock_(clock), behind_proxy_(behind_proxy) {}

  // Where a request comes from: its source; behind a proxy, what the proxy has added to X-Forwarded-For.
  std::string source_of(const Request&) const;

  // What a request with a wrong token or code is refused with: unauthenticated, in these words, or, after too
  // many from its source, too_many_requests with data.retry_after_ms.
  Error wrong(const Request&, std::string message, std::string hint);

 private:
  WhoMetrics& metrics_;
  Clock& clock_;
  bool behind_proxy_;
  Throttle throttle_;
};

}  // namespace trawl::httpd
