// Who asks: the adapter's door. A peer on the Unix socket is who the kernel says, with the role that
// `access:` gives; everyone else shows a token or a session's cookie. The adapter's one thread.
//
//   Authenticator who({.access = ..., .tokens_file = "/etc/trawl/tokens"}, clock, redeem);
//   if (auto read = who.reload(); !read) ...               // at start a bad tokens file ends the program
//   request.source = ...;                                   // "192.0.2.7" or "uid:1000"
//   auto caller = who.authenticate(request, peer);          // after the gate, before anything else
//   ... "/api/session" -> who.session(request)
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/peer.hpp"
#include "model/access.hpp"
#include "trawl-httpd/attempts.hpp"
#include "trawl-httpd/session_routes.hpp"
#include "trawl-httpd/sessions.hpp"
#include "trawl-httpd/tokens.hpp"
#include "trawl-httpd/who_metrics.hpp"

namespace trawl::httpd {

// Whether a request is answered without asking who sends it: health, the meaning of problems, and buying a
// session. The page's own files are the same for everyone, and are served before anybody is asked.
bool needs_nobody(const Request&);

class Authenticator {
 public:
  struct Options {
    model::Access access;       // own_uid: the adapter's
    std::string tokens_file;    // empty: no tokens
    bool behind_proxy = false;  // believe X-Forwarded-Proto and X-Forwarded-For
  };

  // `clock` must outlive it. `redeem` asks the daemon for what a one-time code stands for.
  Authenticator(Options, Clock&, Redeem redeem);

  // Who sends `request`; `peer` is set on the Unix socket. A token or a cookie counts there too, so that a
  // proxy's visitors need not share the proxy's role. For what needs nobody: a caller without name and role.
  // Errors: unauthenticated, with what to do; too_many_requests after many wrong tokens from one source, with
  // data.retry_after_ms. The gate has refused cookies of other sites before.
  Result<Caller> authenticate(const Request& request, const Peer* peer);

  // POST, GET and DELETE of /api/session. request.caller is what authenticate() gave.
  Task<Response> session(const Request& request) { return routes_.answer(request); }

  // Reads the tokens file again and ends the sessions of tokens that are no more. A fault keeps the old set.
  Result<> reload();
  void set_access(model::Access access) { access_ = std::move(access); }

  // The same for an adapter that runs, as at SIGHUP: what happened goes to the log.
  void refresh();

  // Reads the tokens file whenever it has changed. Runs until it is cancelled.
  Task<> follow_tokens();

  const WhoMetrics& metrics() const { return metrics_; }

 private:
  Result<Caller> by_token(std::string_view authorization, const Request&);
  Result<Caller> by_peer(const Peer&);
  Result<Caller> nobody();
  const std::string& name_of(std::uint32_t uid);

  model::Access access_;
  Clock& clock_;
  WhoMetrics metrics_;
  Tokens tokens_;
  Sessions sessions_;
  Attempts attempts_;
  SessionRoutes routes_;
  std::map<std::uint32_t, std::string> names_;
};

}  // namespace trawl::httpd
