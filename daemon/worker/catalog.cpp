#include "worker/catalog.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

namespace trawl::worker {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_libraries = 1000;  // per folder
constexpr std::size_t probes_at_once = 8;    // a library that hangs holds up few others

using Answer = Result<std::vector<model::PluginDescriptor>>;

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

Task<> ask(Launcher& launcher, fs::path file, OneShot<Answer> answer) {
  Answer said = co_await launcher.probe(std::move(file));
  answer.set(std::move(said));
}

// What each library says of itself, in the order of the files.
Task<std::vector<Answer>> ask_all(Launcher& launcher, std::span<const fs::path> files) {
  const auto executor = co_await asio::this_coro::executor;
  std::vector<OneShot<Answer>> asked;
  for (const fs::path& file : files) {
    asked.emplace_back(executor);
    spawn(executor, "probe", ask(launcher, file, asked.back()));
  }
  std::vector<Answer> answers;
  for (const auto& answer : asked) answers.push_back(co_await answer.get());
  co_return answers;
}

}  // namespace

Task<Catalog> scan(Launcher& launcher, std::vector<fs::path> folders) {
  Catalog catalog;
  for (const fs::path& folder : folders) {
    const auto files = libraries_in(folder, catalog.faults);
    for (std::size_t begin = 0; begin < files.size(); begin += probes_at_once) {
      const auto some = std::span(files).subspan(begin, std::min(probes_at_once, files.size() - begin));
      auto answers = co_await ask_all(launcher, some);
      for (std::size_t i = 0; i < some.size(); ++i) {
        if (!answers[i])
          catalog.faults.push_back({some[i], std::move(answers[i].error())});
        else
          for (model::PluginDescriptor& plugin : *answers[i]) add(catalog, std::move(plugin));
      }
    }
  }
  co_return catalog;
}

}  // namespace trawl::worker
