#include "trawl-worker/probe.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "trawl-worker/config_check.hpp"

namespace trawl::worker {
namespace {

namespace json = boost::json;

json::string text(const char* value) {
  return value ? json::string(value) : json::string();
}

}  // namespace

std::string describe(const PluginLibrary& library) {
  const trawl_module& module = library.module();
  json::array all;
  for (const trawl_plugin* plugin : library.plugins()) {
    all.push_back({{"id", text(plugin->id)},
                   {"version", text(plugin->version)},
                   {"summary", text(plugin->summary)},
                   {"license", text(plugin->license)},
                   {"homepage", text(plugin->homepage)},
                   {"config_schema", text(plugin->config_schema)},
                   {"item_schemas", text(plugin->item_schemas)},
                   {"checks_config", find_check(*plugin) != nullptr},
                   {"sdk", text(module.sdk)},
                   {"abi_major", module.abi_major},
                   {"abi_minor", module.abi_minor}});
  }
  return json::serialize(all);
}

}  // namespace trawl::worker
