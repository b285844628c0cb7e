#include "worker/catalog.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace trawl::worker {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_libraries = 1000;  // per folder

// The libraries of a folder by name; a fault when it cannot be listed.
std::vector<fs::path> libraries_in(const fs::path& folder, std::vector<CatalogFault>& faults) {
  std::vector<fs::path> files;
  std::error_code fault;
  if (!fs::exists(folder, fault)) return files;
  for (fs::directory_iterator entry(folder, fault), end; !fault && entry != end; entry.increment(fault)) {
    if (entry->path().extension() == ".so") files.push_back(entry->path());
  }
  if (fault)
    faults.push_back(
        {folder, Error{Code::plugin_unavailable, fmt::format("{}: {}", folder.string(), fault.message())}});
  std::ranges::sort(files);
  if (files.size() > max_libraries) {
    files.resize(max_libraries);
    faults.push_back({folder, Error{Code::plugin_unavailable, fmt::format("{} has more than {} libraries",
                                                                          folder.string(), max_libraries)}});
  }
  return files;
}

void add(Catalog& catalog, model::PluginDescriptor plugin) {
  const auto same = std::ranges::find(catalog.plugins, plugin.id, &model::PluginDescriptor::id);
  if (same == catalog.plugins.end()) {
    catalog.plugins.push_back(std::move(plugin));
    return;
  }
  catalog.faults.push_back(
      {plugin.file, Error{Code::plugin_unavailable,
                          fmt::format("{}: plugin '{}' is already provided by {}", plugin.file.string(),
                                      plugin.id, same->file.string()),
                          "remove one of the two files"}});
}

}  // namespace

Task<Catalog> scan(Launcher& launcher, std::vector<fs::path> folders) {
  Catalog catalog;
  for (const fs::path& folder : folders) {
    const auto files = libraries_in(folder, catalog.faults);
    for (const fs::path& file : files) {
      auto plugins = co_await launcher.probe(file);
      if (!plugins) {
        catalog.faults.push_back({file, std::move(plugins.error())});
        continue;
      }
      for (model::PluginDescriptor& plugin : *plugins) add(catalog, std::move(plugin));
    }
  }
  co_return catalog;
}

}  // namespace trawl::worker
