// trawl-plugin info: the descriptor, as the sandboxed worker reads it.
#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <optional>

#include "trawl-plugin/handlers.hpp"
#include "trawl-plugin/installation.hpp"
#include "worker/process_launcher.hpp"

namespace trawl::author {
namespace {

namespace json = boost::json;

Result<std::vector<model::PluginDescriptor>> probe(const std::filesystem::path& file) {
  auto installed = find_installation();
  if (!installed) return std::unexpected(installed.error());
  asio::io_context io;
  const auto launcher = worker::make_process_launcher(io.get_executor(), installed->worker);
  std::optional<Result<std::vector<model::PluginDescriptor>>> found;
  auto ask = [&]() -> Task<> { found = co_await launcher->probe(std::filesystem::absolute(file)); };
  spawn(io.get_executor(), "probe", ask());
  io.run();
  return std::move(*found);
}

json::value document(const std::vector<model::PluginDescriptor>& plugins) {
  json::array all;
  for (const auto& plugin : plugins)
    all.push_back({{"id", plugin.id}, {"version", plugin.version}, {"summary", plugin.summary}});
  return all;
}

}  // namespace

Result<int> show_info(const cli::CommandLine& line) {
  auto plugins = probe(line.arguments[0]);
  if (!plugins) return std::unexpected(plugins.error());
  if (line.has("--json")) {
    fmt::print("{}\n", json::serialize(document(*plugins)));
    return 0;
  }
  for (const auto& plugin : *plugins) fmt::print("{} {}  {}\n", plugin.id, plugin.version, plugin.summary);
  return 0;
}

}  // namespace trawl::author
