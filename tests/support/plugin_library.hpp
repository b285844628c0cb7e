// Runs a built plugin in the test's own process, against a host in memory.
#pragma once

#include <dlfcn.h>
#include <trawl/plugin.h>

#include <stdexcept>

// The first plugin of the library in `file`. The library stays loaded.
inline trawl_status run_plugin(const char* file, trawl_ctx* host) {
  void* library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (!library) throw std::runtime_error(dlerror());
  const auto entry = reinterpret_cast<const trawl_module* (*)()>(dlsym(library, "trawl_module_v1"));
  return entry()->plugins[0]->run(host);
}
