// /api/session: a browser buys a cookie with a one-time code or a token, asks who it is, and leaves.
//
//   POST {"code": "..."} or {"token": "trawl_..."}  ->  200 {name, role, expires_at} and Set-Cookie
//   GET     ->  200 {name, role, expires_at?, transport}
//   DELETE  ->  204, and the cookie is forgotten
//
// The adapter's one thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/task.hpp"
#include "trawl-httpd/attempts.hpp"
#include "trawl-httpd/response.hpp"
#include "trawl-httpd/sessions.hpp"
#include "trawl-httpd/tokens.hpp"
#include "trawl-httpd/who_metrics.hpp"

namespace trawl::httpd {

inline constexpr std::string_view session_path = "/api/session";

// Asks the daemon what a code stands for: web.redeem {code}, by the adapter itself, on nobody's behalf. The
// result's JSON text, or what the daemon refuses with: invalid_params for a code that is none.
using Redeem = std::function<Task<Result<std::string>>(std::string code)>;

// The session's id that a request shows in its cookie.
std::optional<std::string_view> session_id(const Request&);

class SessionRoutes {
 public:
  // All references must outlive it.
  SessionRoutes(const Tokens&, Sessions&, Attempts&, WhoMetrics&, Clock&, Redeem, bool behind_proxy);

  Task<Response> answer(const Request&);

 private:
  Task<Result<Session>> buy(const Request&);
  Result<Session> by_token(std::string_view token, const Request&);
  Task<Result<Session>> by_code(std::string code, const Request&);
  Response opened(Session, const Request&);
  Response who_am_i(const Request&) const;
  Response leave(const Request&);
  bool came_by_https(const Request&) const;

  const Tokens& tokens_;
  Sessions& sessions_;
  Attempts& attempts_;
  WhoMetrics& metrics_;
  Clock& clock_;
  Redeem redeem_;
  bool behind_proxy_;
};

}  // namespace trawl::httpd
