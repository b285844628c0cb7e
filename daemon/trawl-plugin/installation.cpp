#include "trawl-plugin/installation.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <string_view>

namespace trawl::author {
namespace {

namespace fs = std::filesystem;

constexpr const char* plugins_folder = "trawl/plugins-1";  // the ABI's major is part of the name

std::vector<fs::path> folders_of_environment() {
  std::vector<fs::path> folders;
  const char* path = std::getenv("TRAWL_PLUGIN_PATH");
  std::string_view rest = path ? path : "";
  while (!rest.empty()) {
    const std::string_view folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(folder.size() + 1, rest.size()));
    if (!folder.empty()) folders.push_back(fs::absolute(folder));
  }
  return folders;
}

}  // namespace

Result<Installation> find_installation() {
  std::error_code fault;
  const fs::path bin = fs::read_symlink("/proc/self/exe", fault).parent_path();
  Installation found;
  // Beside this program in a build folder, out of the users' way when installed.
  found.worker = bin / "trawl-worker";
  if (const fs::path installed = bin.parent_path() / "libexec/trawl/trawl-worker";
      fs::exists(installed, fault))
    found.worker = installed;
  if (!fs::exists(found.worker, fault))
    return refuse(
        Code::plugin_unavailable, fmt::format("{} is missing: plugins run in it", found.worker.string()),
        "trawl-plugin and trawl-worker are installed together; build the target trawl-worker-program");
  found.templates = bin.parent_path() / "share/trawl/templates";
  found.plugin_folders = folders_of_environment();
  const fs::path lib = bin.parent_path() / "lib";
  for (const fs::path& folder : {fs::path("/usr/local/lib") / plugins_folder, lib / plugins_folder,
                                 lib / TRAWL_LIB_TRIPLET / plugins_folder})
    if (fs::is_directory(folder, fault)) found.plugin_folders.push_back(folder);
  return found;
}

}  // namespace trawl::author
