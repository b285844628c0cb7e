#include "trawl-httpd/session_routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cctype>

#include "base/log.hpp"
#include "trawl-httpd/problem.hpp"

namespace trawl::httpd {
namespace {

namespace json = boost::json;

constexpr std::string_view cookie_name = "trawl_session";
constexpr std::size_t max_code_digits = 128;

bool is_hex(std::string_view text) {
  return std::ranges::all_of(text, [](unsigned char c) { return std::isxdigit(c) != 0; });
}

std::string_view trimmed(std::string_view text) {
  const auto begin = std::min(text.find_first_not_of(" \t"), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(" \t") + 1);
}

std::string cookie(std::string_view id, std::int64_t max_age_s, bool secure) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}", cookie_name, id, max_age_s,
                     secure ? "; Secure" : "");
}

Response answer_json(const json::object& body) {
  return {.fields = {{"content-type", "application/json"}, {"cache-control", "no-store"}},
          .body = json::serialize(body)};
}

// What a browser shows to get in: exactly one of code and token.
struct Shown {
  std::string code, token;
};

Result<Shown> read_shown(std::string_view body) {
  boost::system::error_code fault;
  const json::value value = json::parse(body, fault);
  const std::string hint = R"(send {"code": "..."} or {"token": "trawl_..."})";
  if (fault) return refuse(Code::parse_error, "the body is not JSON: " + fault.message(), hint);
  const json::object* object = value.if_object();
  if (object == nullptr || object->size() != 1)
    return refuse(Code::invalid_params, "the body must be an object with exactly one member, code or token",
                  hint);
  const auto& member = *object->begin();
  if (member.key() != "code" && member.key() != "token")
    return refuse(Code::unknown_param, "a session is bought with a code or a token, nothing else", hint);
  const json::string* text = member.value().if_string();
  if (text == nullptr)
    return refuse(Code::invalid_params, fmt::format("{} must be a string", std::string_view(member.key())),
                  hint, {{"field", "/" + std::string(member.key())}});
  Shown shown;
  (member.key() == "code" ? shown.code : shown.token).assign(*text);
  return shown;
}

// The caller of web.redeem's result.
Result<Caller> read_caller(const std::string& text) {
  boost::system::error_code fault;
  const json::value value = json::parse(text, fault);
  const json::object* object = fault ? nullptr : value.if_object();
  const json::value* name = object ? object->if_contains("name") : nullptr;
  const json::value* role = object ? object->if_contains("role") : nullptr;
  const json::value* uid = object ? object->if_contains("uid") : nullptr;
  const auto known = role && role->is_string() ? parse_role(role->get_string()) : std::nullopt;
  if (!known || !name || !name->is_string())
    return refuse(Code::protocol_error, "the daemon's answer to web.redeem names no one",
                  "trawl-httpd and trawld must be of the same version");
  Caller caller{.role = *known, .name = std::string(name->get_string()), .transport = "http+session"};
  if (uid && uid->is_int64()) caller.uid = static_cast<std::uint32_t>(uid->get_int64());
  return caller;
}

}  // namespace

std::optional<std::string_view> session_id(const Request& request) {
  std::string_view rest = request.field("cookie").value_or("");
  while (!rest.empty()) {
    const auto end = std::min(rest.find(';'), rest.size());
    const std::string_view pair = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto equals = std::min(pair.find('='), pair.size());
    if (pair.substr(0, equals) != cookie_name || equals == pair.size()) continue;
    const std::string_view id = pair.substr(equals + 1);
    if (id.size() == 64 && is_hex(id)) return id;
  }
  return std::nullopt;
}

SessionRoutes::SessionRoutes(const Tokens& tokens, Sessions& sessions, Attempts& attempts,
                             WhoMetrics& metrics, Clock& clock, Redeem redeem, bool behind_proxy)
    : tokens_(tokens),
      sessions_(sessions),
      attempts_(attempts),
      metrics_(metrics),
      clock_(clock),
      redeem_(std::move(redeem)),
      behind_proxy_(behind_proxy) {}

Task<Response> SessionRoutes::answer(const Request& request) {
  if (request.verb == "GET" || request.verb == "HEAD") co_return who_am_i(request);
  if (request.verb == "DELETE") co_return leave(request);
  if (request.verb != "POST")
    co_return problem({Code::method_not_allowed,
                       "a session takes GET, POST and DELETE",
                       {},
                       {{"allow", "GET, HEAD, POST, DELETE"}}},
                      request);
  auto session = co_await buy(request);
  if (!session) co_return problem(session.error(), request);
  co_return opened(std::move(*session), request);
}

Task<Result<Session>> SessionRoutes::buy(const Request& request) {
  auto shown = read_shown(request.body);
  if (!shown) co_return std::unexpected(shown.error());
  if (!shown->token.empty()) co_return by_token(shown->token, request);
  co_return co_await by_code(std::move(shown->code), request);
}

Result<Session> SessionRoutes::by_token(std::string_view shown, const Request& request) {
  const Time now = clock_.now();
  const Token* token = tokens_.find(shown, now);
  if (token == nullptr)
    return std::unexpected(
        attempts_.wrong(request, "the token is unknown or has expired",
                        "`trawl-httpd token new NAME ROLE` makes one; its line goes into http.tokens_file"));
  const Time end = std::min(now + Sessions::lifetime, token->expires_at.value_or(Time::max()));
  return Session{.caller = {.role = token->role, .name = token->name, .transport = "http+session"},
                 .opened_at = now,
                 .expires_at = end,
                 .token = token->digest};
}

// A right code is let in however many wrong ones came before, as a right token is: see Throttle.
Task<Result<Session>> SessionRoutes::by_code(std::string code, const Request& request) {
  Result<std::string> redeemed = refuse(Code::invalid_params, "not the form of a code");
  if (!code.empty() && code.size() <= max_code_digits && is_hex(code))
    redeemed = co_await redeem_(std::move(code));
  if (!redeemed && redeemed.error().code == Code::invalid_params)
    co_return std::unexpected(
        attempts_.wrong(request, "the code is unknown, was used, or is too old",
                        "`trawlctl web` prints a new one; it is good for one use within 60 seconds"));
  if (!redeemed) co_return std::unexpected(redeemed.error());
  auto caller = read_caller(*redeemed);
  if (!caller) co_return std::unexpected(caller.error());
  const Time now = clock_.now();
  co_return Session{.caller = std::move(*caller), .opened_at = now, .expires_at = now + Sessions::lifetime};
}

Response SessionRoutes::opened(Session session, const Request& request) {
  const auto rest = std::chrono::duration_cast<std::chrono::seconds>(session.expires_at - session.opened_at);
  Response response = answer_json({{"name", session.caller.name},
                                   {"role", model::name(session.caller.role)},
                                   {"expires_at", rfc3339(session.expires_at)}});
  log::info("http.session", "{} ({}) came in from {}", session.caller.name, model::name(session.caller.role),
            attempts_.source_of(request));
  if (const auto before = session_id(request)) sessions_.end(*before);
  const std::string id = sessions_.open(std::move(session));
  response.fields.push_back({"set-cookie", cookie(id, rest.count(), came_by_https(request))});
  ++metrics_.sessions_opened;
  metrics_.sessions = sessions_.size();
  return response;
}

Response SessionRoutes::who_am_i(const Request& request) const {
  const Caller& caller = request.caller;
  json::object body{
      {"name", caller.name}, {"role", model::name(caller.role)}, {"transport", caller.transport}};
  const auto id = session_id(request);
  const Session* session =
      id && caller.transport == "http+session" ? sessions_.find(*id, clock_.now()) : nullptr;
  body["expires_at"] = session ? json::value(rfc3339(session->expires_at)) : json::value(nullptr);
  return answer_json(body);
}

bool SessionRoutes::came_by_https(const Request& request) const {
  return behind_proxy_ && request.field("x-forwarded-proto") == "https";
}

Response SessionRoutes::leave(const Request& request) {
  if (const auto id = session_id(request)) sessions_.end(*id);
  metrics_.sessions = sessions_.size();
  return {.status = 204,
          .fields = {{"set-cookie", cookie("", 0, came_by_https(request))}, {"cache-control", "no-store"}}};
}

}  // namespace trawl::httpd
