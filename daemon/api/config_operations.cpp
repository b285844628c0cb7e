// config.*
#include <fmt/format.h>

#include <boost/json/array.hpp>

#include "api/mandate.hpp"
#include "api/operations.hpp"
#include "api/run_json.hpp"

namespace trawl::api {
namespace {

json::array faults_json(const std::vector<ConfigFault>& faults) {
  json::array rows;
  for (const ConfigFault& fault : faults)
    rows.push_back({{"file", fault.file},
                    {"line", fault.line},
                    {"column", fault.column},
                    {"message", fault.message},
                    {"hint", text_or_null(fault.hint)}});
  return rows;
}

Result<ConfigSource> source(const Call& call) {
  const bool text = call.params.has("text");
  const std::string path = call.params.text("path");
  if (text == call.params.has("path"))
    return refuse(Code::invalid_params, "give either text or path", {}, {{"field", "/text"}});
  if (text) return ConfigSource{.text = call.params.text("text")};
  // The daemon would read the file with its own rights, and faults quote what they find.
  if (call.caller.role < Role::admin)
    return refuse(Code::permission_denied, "only an admin may have the daemon read a file",
                  "send the file's text instead", {{"needs", "admin"}});
  if (!path.starts_with('/'))
    return refuse(Code::invalid_params, "path must be absolute", {}, {{"field", "/path"}});
  return ConfigSource{.path = path};
}

}  // namespace

Task<Answer> config_check(Call& call) {
  auto wanted = source(call);
  if (!wanted) co_return std::unexpected(wanted.error());
  const auto faults = co_await call.services.engine.check_config(std::move(*wanted));
  if (!faults) co_return std::unexpected(faults.error());
  co_return json::object{{"valid", faults->empty()}, {"errors", faults_json(*faults)}};
}

Task<Answer> config_reload(Call& call) {
  const bool dry_run = call.params.flag("dry_run");
  const auto change = co_await call.services.engine.reload_config(dry_run, mandate(call));
  if (!change) co_return std::unexpected(change.error());
  json::object answer{{"digest", change->digest},
                      {"added", to_array(change->added)},
                      {"removed", to_array(change->removed)},
                      {"changed", to_array(change->changed)},
                      {"restart_required", to_array(change->restart_required)}};
  if (dry_run) answer["dry_run"] = true;
  co_return answer;
}

Answer config_get(Call& call) {
  const DaemonView daemon = call.services.engine.daemon();
  return json::object{{"file", daemon.config_file},
                      {"digest", daemon.config_digest},
                      {"config", call.services.engine.config()}};
}

}  // namespace trawl::api
