// What a shared library exports and which versions of other libraries it needs, read from the file without
// loading it. Every offset in the file is checked: it may be anything. Pure; any thread.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace trawl::author::check {

struct ElfFile {
  std::vector<std::string> exports;    // defined symbols that others can see, as mangled
  std::vector<std::string> versions;   // needed ones: "GLIBC_2.34", "GLIBCXX_3.4.30"
  std::vector<std::string> libraries;  // that are loaded with it: "libc.so.6"
};

// Refuses what is no 64-bit little-endian shared library with a table of dynamic symbols.
Result<ElfFile> read_elf(std::string_view bytes);

// The numbers that a text begins with: "3.4.30" is {3, 4, 30}, "2.34" is {2, 34, 0}.
std::array<int, 3> version_numbers(std::string_view text);

}  // namespace trawl::author::check
