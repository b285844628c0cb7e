// The group "load": what loading the library shows.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "base/text.hpp"
#include "trawl-plugin/check/elf_file.hpp"
#include "trawl-plugin/check/tests.hpp"

namespace trawl::author::check {
namespace {

constexpr std::uint64_t fast_us = 100'000;

Result<ElfFile> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  return read_elf(bytes);
}

std::string first_of(std::span<const std::string> names) {
  constexpr std::size_t most_shown = 5;
  const std::string shown = join(names.subspan(0, std::min(most_shown, names.size())), ", ");
  return names.size() > most_shown ? fmt::format("{} and {} more", shown, names.size() - most_shown) : shown;
}

// What linkers and the C runtime define in every library.
bool is_of_the_linker(std::string_view symbol) {
  constexpr std::array names{"_init", "_fini", "__bss_start", "_edata", "_end", "__gmon_start__"};
  return std::ranges::find(names, symbol) != names.end();
}

// Versions of Debian 12: glibc 2.36 and libstdc++ of GCC 12.
struct Floor {
  std::string_view prefix;
  std::array<int, 3> newest;
};
constexpr std::array floors{Floor{"GLIBC_", {2, 36, 0}}, Floor{"GLIBCXX_", {3, 4, 30}},
                            Floor{"CXXABI_", {1, 3, 13}}};

bool is_above_its_floor(std::string_view version) {
  return std::ranges::any_of(floors, [&](const Floor& floor) {
    return version.starts_with(floor.prefix) &&
           version_numbers(version.substr(floor.prefix.size())) > floor.newest;
  });
}

}  // namespace

Outcome library_opens(Bench& bench) {
  const auto& found = bench.examination();
  return found ? success() : failed(found.error().message);
}

Outcome exports_only_the_entry(Bench& bench) {
  const auto file = read_file(bench.candidate().file);
  if (!file) return failed(file.error().message);
  std::vector<std::string> extra;
  for (const std::string& symbol : file->exports)
    if (!symbol.starts_with("trawl_module_v") && !is_of_the_linker(symbol)) extra.push_back(symbol);
  if (extra.empty()) return success();
  return failed(
      fmt::format("it exports {}, which may clash with other libraries; hide it: -fvisibility=hidden "
                  "and a version script (trawl_add_plugin does both)",
                  first_of(extra)));
}

Outcome loads_quietly(Bench& bench) {
  const auto& found = bench.examination();
  if (!found) return skipped("the library cannot be loaded");
  if (found->threads > 1)
    return failed(fmt::format("loading it starts {} thread(s); start them in run(), where they are needed",
                              found->threads - 1));
  if (!found->printed.empty()) return failed(fmt::format("loading it prints: {:.200}", found->printed));
  return success();
}

Outcome loads_fast(Bench& bench) {
  const auto& found = bench.examination();
  if (!found) return skipped("the library cannot be loaded");
  if (found->load_us <= fast_us) return success(fmt::format("{} ms", found->load_us / 1000));
  return warning(fmt::format("loading it takes {} ms of CPU time, and {} ms is much: every run loads it anew",
                             found->load_us / 1000, fast_us / 1000));
}

Outcome knows_only_its_extensions(Bench& bench) {
  const auto& found = bench.examination();
  if (!found) return skipped("the library cannot be loaded");
  if (found->invented_extensions.empty()) return success();
  return failed(
      fmt::format("extension(\"trawl.no-such-extension/1\") of {} gives something; give null for an id "
                  "that the plugin does not know",
                  join(found->invented_extensions, ", ")));
}

Outcome runs_on_debian_12(Bench& bench) {
  const auto file = read_file(bench.candidate().file);
  if (!file) return skipped(file.error().message);
  std::vector<std::string> above;
  std::ranges::copy_if(file->versions, std::back_inserter(above), is_above_its_floor);
  if (above.empty()) return success();
  return warning(
      fmt::format("it needs {}, which Debian 12 does not have; build it there, or with -static-libstdc++ "
                  "-static-libgcc",
                  first_of(above)));
}

}  // namespace trawl::author::check
