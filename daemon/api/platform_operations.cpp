// platforms.* and plugins.*: what is configured and what is installed.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "api/mandate.hpp"
#include "api/operations.hpp"
#include "api/run_json.hpp"
#include "base/text.hpp"

namespace trawl::api {
namespace {

json::value last_run_json(const std::vector<store::HistoryEntry>& newest) {
  if (newest.empty()) return nullptr;
  const model::PlatformOutcome& outcome = newest.front().outcome;
  return json::object{{"run_id", newest.front().run},
                      {"status", name(outcome.status)},
                      {"items", outcome.items.total},
                      {"errors", outcome.errors},
                      {"finished_at", to_json(outcome.finished_at)}};
}

Task<Result<json::object>> platform_json(store::Store& store, PlatformView platform) {
  store::HistoryFilter filter{.platform = platform.name, .limit = 1};
  const auto newest = co_await store.history(std::move(filter));
  if (!newest) co_return std::unexpected(newest.error());
  co_return json::object{{"name", platform.name},
                         {"plugin", platform.plugin},
                         {"enabled", platform.enabled},
                         {"available", platform.available},
                         {"reason", text_or_null(platform.reason)},
                         {"schedules", to_array(platform.schedules)},
                         {"last_run", last_run_json(*newest)}};
}

Task<Answer> set_enabled(Call& call, bool enabled) {
  const std::string platform = call.params.text("name");
  auto done = co_await call.services.engine.set_enabled(platform, enabled, mandate(call));
  if (!done) co_return std::unexpected(done.error());
  co_return json::object{{"name", platform}, {"enabled", enabled}};
}

json::object plugin_json(const PluginView& plugin) {
  const model::PluginDescriptor& known = plugin.descriptor;
  return {{"id", text_or_null(known.id)},
          {"version", text_or_null(known.version)},
          {"summary", text_or_null(known.summary)},
          {"state", plugin.error.empty() ? "usable" : "unusable"},
          {"error", text_or_null(plugin.error)},
          {"abi", fmt::format("{}.{}", known.abi_major, known.abi_minor)},
          {"file", known.file.string()},
          {"digest", text_or_null(known.digest)},
          {"platforms", to_array(plugin.platforms)}};
}

}  // namespace

Task<Answer> platforms_list(Call& call) {
  json::array rows;
  for (PlatformView& platform : call.services.engine.platforms()) {
    auto row = co_await platform_json(call.services.store, std::move(platform));
    if (!row) co_return std::unexpected(row.error());
    rows.push_back(std::move(*row));
  }
  co_return json::object{{"platforms", std::move(rows)}};
}

Task<Answer> platforms_enable(Call& call) {
  return set_enabled(call, true);
}
Task<Answer> platforms_disable(Call& call) {
  return set_enabled(call, false);
}

Answer plugins_list(Call& call) {
  json::array rows;
  for (const PluginView& plugin : call.services.engine.plugins()) rows.push_back(plugin_json(plugin));
  return json::object{{"plugins", std::move(rows)}};
}

Answer plugins_get(Call& call) {
  const std::string id = call.params.text("id");
  std::vector<std::string> ids;
  for (const PluginView& plugin : call.services.engine.plugins()) {
    ids.push_back(plugin.descriptor.id);
    if (plugin.descriptor.id != id) continue;
    json::object object = plugin_json(plugin);
    json::error_code fault;
    json::value schema = json::parse(plugin.descriptor.config_schema, fault);
    object["license"] = text_or_null(plugin.descriptor.license);
    object["homepage"] = text_or_null(plugin.descriptor.homepage);
    object["sdk"] = text_or_null(plugin.descriptor.sdk);
    object["config_schema"] = fault ? json::value(nullptr) : std::move(schema);
    return object;
  }
  return refuse(Code::plugin_not_found,
                fmt::format("no plugin '{}'{}", escape_controls(id), did_you_mean(id, ids)),
                "trawlctl plugins lists them", {{"field", "/id"}});
}

}  // namespace trawl::api
