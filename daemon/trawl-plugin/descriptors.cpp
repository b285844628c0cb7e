#include "trawl-plugin/descriptors.hpp"

#include <boost/asio/io_context.hpp>

#include "trawl-plugin/await.hpp"
#include "trawl-plugin/installation.hpp"
#include "worker/process_launcher.hpp"

namespace trawl::author {

Result<std::vector<model::PluginDescriptor>> load_descriptors(const std::filesystem::path& library) {
  const auto installed = find_installation();
  if (!installed) return std::unexpected(installed.error());
  asio::io_context io;
  const auto launcher = worker::make_process_launcher(io.get_executor(), installed->worker);
  return await(io, launcher->probe(std::filesystem::absolute(library)));
}

}  // namespace trawl::author
