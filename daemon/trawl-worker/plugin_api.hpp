// The C side of a run: trawl_api over a PluginHost. Every call is checked to come from the thread that
// runs the plugin, and nothing unwinds out of it.
#pragma once

#include "trawl-worker/plugin_host.hpp"
#include "trawl/plugin.h"

namespace trawl::worker {

// Calls the plugin's run() once.
trawl_status run_plugin(const trawl_plugin&, PluginHost&) noexcept;

}  // namespace trawl::worker
