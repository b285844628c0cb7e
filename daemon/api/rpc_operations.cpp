// rpc.*: the protocol speaking of itself.
#include <fmt/format.h>

#include <boost/json/array.hpp>

#include "api/discover.hpp"
#include "api/operations.hpp"
#include "api/table.hpp"

namespace trawl::api {
namespace {

constexpr std::int64_t protocol_version = 1;

// An end of the range of protocols that a client speaks; what it leaves out is no limit.
std::int64_t bound(const json::value* range, std::string_view end) {
  const json::value* number = range ? range->get_object().if_contains(end) : nullptr;
  return number && number->is_int64() ? number->get_int64() : protocol_version;
}

}  // namespace

Answer rpc_ping(Call&) {
  return json::object{{"pong", true}};
}

Answer rpc_hello(Call& call) {
  const json::value* range = call.params.find("protocol");
  const std::int64_t min = bound(range, "min"), max = bound(range, "max");
  if (min > protocol_version || max < protocol_version)
    return refuse(Code::invalid_params,
                  fmt::format("this daemon speaks protocol {}, not {} to {}", protocol_version, min, max),
                  "use a client of the daemon's version",
                  {{"field", "/protocol"}, {"protocol", protocol_version}});
  const DaemonView daemon = call.services.engine.daemon();
  const Caller& caller = call.caller;
  json::object peer{{"name", caller.actor.name}, {"role", name(caller.role)}};
  if (caller.actor.uid) peer["uid"] = *caller.actor.uid;
  if (caller.actor.pid) peer["pid"] = *caller.actor.pid;
  return json::object{
      {"protocol", protocol_version},
      {"features", json::array{"events.resume", "idempotency", "retry", "ticks"}},
      {"server", {{"name", "trawld"}, {"version", daemon.version}, {"commit", daemon.commit}}},
      {"instance", call.services.store.instance_id()},
      {"boot", daemon.boot_id},
      {"limits", call.connection.limits()},
      {"peer", std::move(peer)},
  };
}

Answer rpc_methods(Call& call) {
  json::array methods;
  for (const Method& method : call.table.all()) methods.push_back(summary_json(method));
  return json::object{{"methods", std::move(methods)}};
}

Answer rpc_describe(Call& call) {
  const std::string wanted = call.params.text("method");
  if (const Method* method = call.table.find(wanted)) return describe_json(*method);
  // The caller may describe what it may not call, so the question is asked as an admin.
  const Caller anyone{.role = Role::admin};
  return std::unexpected(call.table.admit(wanted, anyone).error());
}

Answer rpc_discover(Call& call) {
  return openrpc_document(call.table, call.services.engine.daemon().version);
}

Answer rpc_cancel(Call& call) {
  return json::object{{"cancelled", call.connection.cancel(*call.params.find("id"))}};
}

Answer rpc_unsubscribe(Call& call) {
  const std::string subscription = call.params.text("subscription");
  if (auto done = call.connection.unsubscribe(subscription); !done) return std::unexpected(done.error());
  return json::object{{"subscription", subscription}};
}

}  // namespace trawl::api
