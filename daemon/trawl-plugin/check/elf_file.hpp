// What a shared library exports and which versions of other libraries it needs, read from the file without
// loading it. Every offset in the file is checked: it may be anything. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace trawl::author::check {

struct ElfFile {
  std::vector<std::string> exports;   // defined symbols that others can see, as mangled
  std::vector<std::string> versions;  // needed ones: "GLIBC_2.34", "GLIBCXX_3.4.30"
};

// Refuses what is no 64-bit little-endian shared library with a table of dynamic symbols.
Result<ElfFile> read_elf(std::string_view bytes);

}  // namespace trawl::author::check
