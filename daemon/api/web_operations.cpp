// web.*: how a person on the daemon's socket becomes one in a browser.
#include <fmt/format.h>

#include "api/operations.hpp"
#include "api/run_json.hpp"
#include "base/log.hpp"

namespace trawl::api {
namespace {

// Only the socket's own peers: a session that could ask for codes would renew itself for ever, and outlive
// the token that it was bought with.
Result<> on_the_socket(const Call& call) {
  if (call.caller.transport == "unix") return {};
  return refuse(Code::permission_denied,
                fmt::format("{} is for peers on the daemon's own socket", call.method.name),
                "`trawlctl web` prints an address with a code");
}

// Where a browser on this machine finds the page; empty when it is not on TCP.
std::string page_address(std::string listen) {
  if (listen.empty()) return {};
  const auto colon = std::min(listen.rfind(':'), listen.size());
  const std::string_view host = std::string_view(listen).substr(0, colon);
  // What listens everywhere is reached through loopback, whose names are always allowed.
  if (host == "0.0.0.0") listen.replace(0, colon, "127.0.0.1");
  if (host == "[::]") listen.replace(0, colon, "[::1]");
  return fmt::format("http://{}/", listen);
}

}  // namespace

Answer web_code(Call& call) {
  if (auto allowed = on_the_socket(call); !allowed) return std::unexpected(allowed.error());
  const Caller& caller = call.caller;
  const std::string code = call.services.web_codes.give({caller.actor.name, caller.role, caller.actor.uid},
                                                        call.services.clock.steady());
  log::info("web.code", "{} got a code for the page", caller.actor.name);
  const std::string address = page_address(call.services.engine.daemon().http_listen);
  return json::object{{"code", code},
                      {"expires_at", rfc3339(call.services.clock.now() + WebCodes::lifetime)},
                      {"role", name(caller.role)},
                      {"url", text_or_null(address.empty() ? "" : fmt::format("{}#code={}", address, code))}};
}

Answer web_redeem(Call& call) {
  if (auto allowed = on_the_socket(call); !allowed) return std::unexpected(allowed.error());
  const auto bearer = call.services.web_codes.redeem(call.params.text("code"), call.services.clock.steady());
  if (!bearer)
    return refuse(Code::invalid_params, "the code is unknown, was used, or is too old",
                  "`trawlctl web` prints a new one", {{"field", "/code"}});
  return json::object{{"name", bearer->name},
                      {"role", name(bearer->role)},
                      {"uid", bearer->uid ? json::value(*bearer->uid) : json::value(nullptr)}};
}

}  // namespace trawl::api
