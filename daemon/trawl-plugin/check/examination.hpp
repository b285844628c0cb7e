// What the library says and does when it is loaded, asked of a sandboxed worker. Blocks; one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace trawl::author::check {

struct Described {
  std::string id, version, summary, license, config_schema, item_schemas;
};

struct Examination {
  std::vector<Described> plugins;
  std::uint64_t load_us = 0;                     // CPU time
  unsigned threads = 1;                          // of the process, once the library is loaded
  std::vector<std::string> invented_extensions;  // plugins that answer an id which nobody has defined
  std::string printed;                           // what loading it printed: the end of it
  std::string descriptors;                       // JSON, to compare two loads
};

// Refused with what the worker said of the library, or how it ended.
Result<Examination> examine(const std::filesystem::path& worker, const std::filesystem::path& file);

}  // namespace trawl::author::check
