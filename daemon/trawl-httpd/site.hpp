// Everything that is served, and where: from a request to its answer. The adapter's one thread.
//
//   who asks (gate, door) -> health, problems, session -> events -> /rpc, /openapi.json, /metrics -> the
//   daemon's methods -> the page
#pragma once

#include "api/table.hpp"
#include "trawl-httpd/connection.hpp"
#include "trawl-httpd/events.hpp"
#include "trawl-httpd/metrics_page.hpp"
#include "trawl-httpd/rest.hpp"
#include "trawl-httpd/routes.hpp"
#include "trawl-httpd/who.hpp"

namespace trawl::httpd {

class Site {
 public:
  // All must outlive it.
  Site(const api::Table&, const Routes&, Authenticator&, Events&, const Ask&, OwnFigures);

  Task<Response> answer(Request&, const Visit&);

 private:
  Task<Response> serve(const Request&);

  const api::Table& table_;
  Authenticator& who_;
  Events& events_;
  const Ask& ask_;
  OwnFigures own_figures_;
  Rest rest_;
  std::string openapi_;  // made once: it changes with the program only
};

}  // namespace trawl::httpd
