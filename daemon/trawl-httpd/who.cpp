#include "trawl-httpd/who.hpp"

#include <fmt/format.h>

#include <boost/algorithm/string/predicate.hpp>

#include "base/log.hpp"

namespace trawl::httpd {
namespace {

constexpr Millis look_at_tokens_every{5'000};
constexpr std::string_view how_to_come_in =
    "for the page: `trawlctl web` prints an address to open; for programs: `trawl-httpd token new NAME ROLE` "
    "makes "
    "a token, to be sent as Authorization: Bearer trawl_...";

// The token of "Bearer TOKEN"; nothing for any other scheme.
std::optional<std::string_view> bearer(std::string_view authorization) {
  constexpr std::string_view scheme = "bearer ";
  if (!boost::algorithm::istarts_with(authorization, scheme)) return std::nullopt;
  authorization.remove_prefix(scheme.size());
  authorization.remove_prefix(std::min(authorization.find_first_not_of(' '), authorization.size()));
  return authorization;
}

}  // namespace

bool needs_nobody(const Request& request) {
  const std::string_view path = request.path;
  if (request.verb == "POST") return path == session_path;
  if (request.verb != "GET" && request.verb != "HEAD") return false;
  return path == "/health/live" || path == "/health/ready" || path.starts_with("/problems/");
}

Authenticator::Authenticator(Options options, Clock& clock, Redeem redeem)
    : access_(std::move(options.access)),
      clock_(clock),
      tokens_(std::move(options.tokens_file)),
      attempts_(metrics_, clock, options.behind_proxy),
      routes_(tokens_, sessions_, attempts_, metrics_, clock, std::move(redeem), options.behind_proxy) {}

Result<Caller> Authenticator::authenticate(const Request& request, const Peer* peer) {
  if (needs_nobody(request)) return Caller{};
  if (const auto shown = request.field("authorization")) return by_token(*shown, request);
  if (const auto id = session_id(request))
    if (const Session* session = sessions_.find(*id, clock_.now())) {
      ++metrics_.by_session;
      return session->caller;
    }
  return peer != nullptr ? by_peer(*peer) : nobody();
}

// A right token is let in however many wrong ones came before: neighbours may share an address.
Result<Caller> Authenticator::by_token(std::string_view authorization, const Request& request) {
  const auto shown = bearer(authorization);
  if (const Token* token = shown ? tokens_.find(*shown, clock_.now()) : nullptr) {
    ++metrics_.by_token;
    return Caller{.role = token->role, .name = token->name, .transport = "http+token"};
  }
  return std::unexpected(
      attempts_.wrong(request, shown ? "the token is unknown or has expired" : "Authorization is not Bearer",
                      std::string(how_to_come_in)));
}

Result<Caller> Authenticator::by_peer(const Peer& peer) {
  const model::Role role = model::role_of(peer, access_);
  if (role == model::Role::none) {
    ++metrics_.missing;
    return refuse(Code::unauthenticated, fmt::format("{} has no role here", name_of(peer.uid)),
                  "the access: section of trawl.yaml gives roles to users and groups");
  }
  ++metrics_.by_peer;
  return Caller{.role = role, .name = name_of(peer.uid), .uid = peer.uid, .transport = "http+unix"};
}

Result<Caller> Authenticator::nobody() {
  ++metrics_.missing;
  return refuse(Code::unauthenticated, "this needs a token or a session", std::string(how_to_come_in));
}

const std::string& Authenticator::name_of(std::uint32_t uid) {
  const auto known = names_.find(uid);
  return known != names_.end() ? known->second : names_.emplace(uid, login_name(uid)).first->second;
}

Result<> Authenticator::reload() {
  names_.clear();
  if (auto read = tokens_.load(); !read) {
    ++metrics_.token_reloads_failed;
    return read;
  }
  metrics_.tokens = tokens_.size();
  sessions_.end_if([this](const Session& session) {
    const Token* token = session.token ? tokens_.find(*session.token) : nullptr;
    if (!session.token) return false;
    return token == nullptr || token->name != session.caller.name || token->role != session.caller.role ||
           token->expired(session.expires_at - Millis(1));
  });
  metrics_.sessions = sessions_.size();
  return {};
}

void Authenticator::refresh() {
  if (const auto read = reload(); read)
    log::info("http.tokens", "{}: {} token(s)", tokens_.file(), tokens_.size());
  else
    log::error("http.tokens_refused", "{}; {}; the tokens of before stay", read.error().message,
               read.error().hint);
}

Task<> Authenticator::follow_tokens() {
  while (true) {
    co_await clock_.sleep_for(look_at_tokens_every);
    if (tokens_.changed()) refresh();
  }
}

}  // namespace trawl::httpd
