#include "trawl-worker/examine.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "trawl-worker/measure.hpp"
#include "trawl-worker/plugin_library.hpp"
#include "trawl-worker/probe.hpp"

namespace trawl::worker {
namespace {

namespace json = boost::json;

json::array plugins_that_invent_extensions(const PluginLibrary& library) {
  json::array ids;
  for (const trawl_plugin* plugin : library.plugins()) {
    if (plugin->extension && plugin->extension("trawl.no-such-extension/1")) ids.emplace_back(plugin->id);
  }
  return ids;
}

}  // namespace

std::string examine(const std::filesystem::path& file) {
  const std::uint64_t before = cpu_time_us();
  const PluginLibrary library(file);
  const std::uint64_t after = cpu_time_us();
  const json::value found{{"plugins", json::parse(describe(library))},
                          {"load_us", after - before},
                          {"threads", thread_count()},
                          {"invented_extensions", plugins_that_invent_extensions(library)}};
  return json::serialize(found);
}

}  // namespace trawl::worker
