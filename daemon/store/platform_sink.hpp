// The part of the store that a running platform needs: where its items and its state go. The whole store is
// one; a tool that stores nothing brings its own. Crawl thread.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/task.hpp"
#include "model/item.hpp"
#include "model/page.hpp"
#include "model/run.hpp"

namespace trawl::store {

class PlatformSink {
 public:
  virtual ~PlatformSink() = default;

  // Staged until the platform ends. Same kind and key twice: the last wins.
  virtual Task<Result<>> add_items(model::RunId, std::string platform, std::vector<model::Item>) = 0;
  // What the plugin wants to remember, with its checkpoint.
  virtual Task<Result<>> save_plugin_state(std::string platform,
                                           std::vector<std::pair<std::string, std::string>>) = 0;
  // A page that an error is about, for people. Answers with its file. The oldest runs' pages go when all that
  // are kept would take more than `budget` bytes; storage_full when this run's alone would.
  virtual Task<Result<std::string>> keep_page(model::RunId, std::string platform, model::Page,
                                              std::uint64_t budget) = 0;
};

}  // namespace trawl::store
