#include "trawld/configurator.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <utility>

#include "model/redact.hpp"
#include "worker/catalog.hpp"
#include "worker/config_checks.hpp"

namespace trawl::trawld {
namespace {

namespace fs = std::filesystem;

// The configuration's folders first, then the installation's; a folder that both name is looked at once.
std::vector<fs::path> search_path(const settings::Settings& settings, const Layout& layout) {
  std::vector<fs::path> folders;
  const auto add = [&](const fs::path& folder) {
    std::error_code ignored;
    const fs::path real = fs::weakly_canonical(folder, ignored);
    if (std::ranges::find(folders, real) == folders.end()) folders.push_back(real);
  };
  for (const std::string& folder : settings.plugin_path) add(folder);
  for (const fs::path& folder : layout.plugin_folders) add(folder);
  return folders;
}

std::vector<settings::Fault> to_faults(const std::vector<worker::CatalogFault>& catalog_faults) {
  std::vector<settings::Fault> faults;
  for (const auto& [file, error] : catalog_faults) {
    const std::string remedy = error.hint.empty() ? "" : "; " + error.hint;
    faults.push_back({file, 0, 0, error.message + remedy});
  }
  return faults;
}

// What a plugin quotes may be a URL with secrets; a refusal is logged and shown.
std::string redacted(const settings::Settings& settings, const std::string& platform,
                     const std::string& text) {
  const settings::Platform* found = settings.find_platform(platform);
  return model::redact_text(text, found ? found->fetch->redact_query : settings.fetch.redact_query);
}

// A plugin that could not judge is no fault of the file: its platform runs, and its run will tell.
void add_verdicts(settings::LoadResult& loaded, const settings::Settings& settings,
                  const std::vector<settings::PluginConfig>& asked,
                  const std::vector<worker::ConfigVerdict>& verdicts) {
  std::vector<settings::PluginFault> found;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const std::string& platform = asked[i].platform;
    if (!verdicts[i])
      loaded.warnings.push_back(
          settings::place_at_plugin(*loaded.document, platform, verdicts[i].error().message));
    else
      for (const auto& [pointer, text] : *verdicts[i])
        found.push_back({platform, pointer, redacted(settings, platform, text)});
  }
  loaded.faults = settings::merge(std::move(loaded.faults), settings::place(*loaded.document, found));
  if (!loaded.faults.empty()) loaded.settings.reset();
}

}  // namespace

Task<ReadConfiguration> Configurator::read(std::filesystem::path file) {
  co_return co_await read_with(
      [file](const settings::LoadOptions& options) { return settings::load(file, options); });
}

Task<ReadConfiguration> Configurator::read_text(std::string file_name, std::string text) {
  co_return co_await read_with([file_name, text](const settings::LoadOptions& options) {
    return settings::load_text(file_name, text, options);
  });
}

// Twice: the first pass learns where to look for plugins, the second checks the file against them. Then they
// are asked themselves.
Task<ReadConfiguration> Configurator::read_with(Load load) {
  auto first = load(options_);
  if (!first.settings)
    co_return ReadConfiguration{nullptr, std::move(first.faults), std::move(first.warnings)};

  auto scanning = worker::scan(launcher_, search_path(*first.settings, layout_));
  worker::Catalog catalog = co_await asio::co_spawn(crawl_, std::move(scanning), asio::use_awaitable);

  auto configuration = std::make_shared<engine::Configuration>();
  const auto unusable = to_faults(catalog.faults);
  for (auto& fault : catalog.faults)
    configuration->plugin_faults.emplace(fault.file, std::move(fault.error.message));
  settings::LoadOptions options = options_;
  for (auto& plugin : catalog.plugins) {
    options.plugin_ids.push_back(plugin.id);
    configuration->plugins.emplace(plugin.id, std::move(plugin));
  }
  options.find_plugin = [&](std::string_view id) { return configuration->find_plugin(std::string(id)); };
  auto second = load(options);
  co_await ask_plugins(*configuration, *first.settings, second);
  // A plugin that is missing may be one that cannot be used: then the reason belongs beside the fault.
  auto& told = second.settings ? second.warnings : second.faults;
  told.insert(told.end(), unusable.begin(), unusable.end());
  if (!second.settings)
    co_return ReadConfiguration{nullptr, std::move(second.faults), std::move(second.warnings)};
  configuration->settings = std::make_shared<const settings::Settings>(std::move(*second.settings));
  co_return ReadConfiguration{std::move(configuration), {}, std::move(second.warnings)};
}

// Each plugin that checks configurations is asked about those that fit its schema.
// `settings` is the file's without the plugins' part, which may have faults beside theirs.
Task<> Configurator::ask_plugins(const engine::Configuration& configuration,
                                 const settings::Settings& settings, settings::LoadResult& loaded) {
  std::vector<settings::PluginConfig> asked;
  std::vector<worker::ConfigQuestion> questions;
  for (const settings::PluginConfig& config : loaded.plugin_configs) {
    const auto* plugin = configuration.find_plugin(config.plugin);
    if (!plugin || !plugin->checks_config) continue;
    asked.push_back(config);
    questions.push_back({plugin->file, plugin->id, config.json});
  }
  if (asked.empty()) co_return;
  auto checking = worker::check_all(launcher_, std::move(questions));
  const auto verdicts = co_await asio::co_spawn(crawl_, std::move(checking), asio::use_awaitable);
  add_verdicts(loaded, settings, asked, verdicts);
}

}  // namespace trawl::trawld
