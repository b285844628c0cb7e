#include "trawlctl/installation.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "base/text.hpp"

namespace trawl::ctl {
namespace {

namespace fs = std::filesystem;

// lib/trawl/plugins-1, and lib/x86_64-linux-gnu/trawl/plugins-1 as Debian has it.
std::vector<fs::path> plugin_folders(const fs::path& prefix) {
  std::vector<fs::path> folders{prefix / "lib/trawl/plugins-1"};
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(prefix / "lib", ignored))
    if (entry.path().filename().string().ends_with("-linux-gnu"))
      folders.push_back(entry.path() / "trawl/plugins-1");
  return folders;
}

Result<fs::path> first_existing(std::string_view what, const std::vector<fs::path>& places) {
  std::vector<std::string> names;
  for (const fs::path& place : places) {
    std::error_code ignored;
    if (fs::exists(place, ignored)) return place.lexically_normal();
    names.push_back(place.lexically_normal());
  }
  return refuse(Code::daemon_unreachable,
                fmt::format("{} is not there; looked for {}", what, join(names, ", ")),
                "build or install all of trawl: cmake --workflow --preset demo");
}

}  // namespace

Result<Installation> find_installation() {
  std::error_code fault;
  const fs::path self = fs::read_symlink("/proc/self/exe", fault);
  if (fault)
    return refuse(Code::internal_error, fmt::format("cannot find trawlctl itself: {}", fault.message()));
  return find_installation(self);
}

Result<Installation> find_installation(const fs::path& own_program) {
  const fs::path folder = own_program.parent_path();
  const auto trawld = first_existing("trawld", {folder / "trawld", folder.parent_path() / "sbin/trawld"});
  if (!trawld) return std::unexpected(trawld.error());
  const auto plugins = first_existing("the plugin folder", plugin_folders(folder.parent_path()));
  if (!plugins) return std::unexpected(plugins.error());
  return Installation{*trawld, *plugins};
}

}  // namespace trawl::ctl
