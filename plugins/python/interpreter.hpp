// CPython inside the worker: started once, never ended, because the process ends first. The thread that calls
// run() or a check, and no other.
#pragma once

#include <trawl/plugin.h>

#include <optional>
#include <string>

namespace trawl::python_plugin {

// How a script's run() ended.
struct Outcome {
  bool cancelled = false;
  std::string code, text, url;  // what it raised; code is empty when it went well
};

// Calls run(ctx) of the script. `ctx` is what its calls go to. Throws std::runtime_error when the
// interpreter itself cannot start.
Outcome run_script(trawl_ctx* ctx, const std::string& path);

// Why the script cannot be run, found without running it: "books.py:3:7: invalid syntax".
std::optional<std::string> fault_of_script(const std::string& path);

}  // namespace trawl::python_plugin
