// A plugin's shared library, loaded. The only user of Boost.DLL. It is never unloaded: the process ends
// without running what the library would like to run at its end.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "trawl/plugin.h"

namespace trawl::worker {

class PluginLibrary {
 public:
  // Throws std::runtime_error with a sentence for the plugin's author when the library cannot be loaded
  // or is not a module of this ABI.
  explicit PluginLibrary(const std::filesystem::path&);

  const trawl_module& module() const { return *module_; }
  std::span<const trawl_plugin* const> plugins() const { return {module_->plugins, module_->plugin_count}; }

  // Throws std::runtime_error when there is none; it names those that there are.
  const trawl_plugin& plugin(std::string_view id) const;

 private:
  const trawl_module* module_;
};

}  // namespace trawl::worker
