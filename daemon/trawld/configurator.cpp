#include "trawld/configurator.hpp"

#include <boost/asio/co_spawn.hpp>
#include <utility>

#include "worker/catalog.hpp"

namespace trawl::trawld {

Task<ReadConfiguration> Configurator::read(std::filesystem::path file) {
  co_return co_await read_with([file](const settings::LoadOptions& options) { return settings::load(file, options); });
}

Task<ReadConfiguration> Configurator::read_text(std::string file_name, std::string text) {
  co_return co_await read_with([file_name, text](const settings::LoadOptions& options) {
    return settings::load_text(file_name, text, options);
  });
}

// Twice: the first pass learns where to look for plugins, the second checks the file against them.
Task<ReadConfiguration> Configurator::read_with(Load load) {
  auto first = load({});
  if (!first.settings) co_return ReadConfiguration{nullptr, std::move(first.faults), std::move(first.warnings)};

  std::vector<std::filesystem::path> folders(first.settings->plugin_path.begin(), first.settings->plugin_path.end());
  folders.insert(folders.end(), layout_.plugin_folders.begin(), layout_.plugin_folders.end());
  auto scanning = worker::scan(launcher_, std::move(folders));
  worker::Catalog catalog = co_await asio::co_spawn(crawl_, std::move(scanning), asio::use_awaitable);

  auto configuration = std::make_shared<engine::Configuration>();
  for (auto& fault : catalog.faults) configuration->plugin_faults.emplace(fault.file, std::move(fault.error.message));
  settings::LoadOptions options;
  for (auto& plugin : catalog.plugins) {
    options.plugin_ids.push_back(plugin.id);
    configuration->plugins.emplace(plugin.id, std::move(plugin));
  }
  options.find_plugin = [&](std::string_view id) { return configuration->find_plugin(std::string(id)); };
  auto second = load(options);
  if (!second.settings) co_return ReadConfiguration{nullptr, std::move(second.faults), std::move(second.warnings)};
  configuration->settings = std::make_shared<const settings::Settings>(std::move(*second.settings));
  co_return ReadConfiguration{std::move(configuration), {}, std::move(second.warnings)};
}

}  // namespace trawl::trawld
