// The daemon's methods as REST: a request to a route of the table becomes one call, and its result the body,
// unchanged. The adapter's one thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "client/link.hpp"
#include "trawl-httpd/response.hpp"
#include "trawl-httpd/routes.hpp"

namespace trawl::httpd {

// Asks the daemon, as client::Link::call() does.
using Ask = std::function<Task<Result<std::string>>(std::string_view method, boost::json::object params,
                                                    std::optional<client::OnBehalfOf>, Millis timeout)>;

client::OnBehalfOf on_behalf_of(const Caller&);

class Rest {
 public:
  // Both must outlive it.
  Rest(const Routes& routes, const Ask& ask) : routes_(routes), ask_(ask) {}

  // 2xx with the result as JSON and, for GET, an ETag; 304; a problem.
  Task<Response> answer(const Request&);

 private:
  Task<Result<Response>> call(const Request&);

  const Routes& routes_;
  const Ask& ask_;
};

}  // namespace trawl::httpd
