#include "trawld/layout.hpp"

#include <system_error>

namespace trawl::trawld {
namespace {

namespace fs = std::filesystem;

constexpr const char* plugins_folder = "trawl/plugins-1";  // the ABI's major is part of the name

}  // namespace

Layout find_layout() {
  std::error_code ignored;
  const fs::path bin = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  const fs::path lib = bin.parent_path() / "lib";
  Layout layout;
  // Beside trawld in a build folder, out of the users' way when installed.
  layout.worker = bin / "trawl-worker";
  if (const fs::path installed = bin.parent_path() / "libexec/trawl/trawl-worker";
      fs::exists(installed, ignored))
    layout.worker = installed;
  for (const fs::path& folder : {fs::path("/usr/local/lib") / plugins_folder, lib / plugins_folder,
                                 lib / TRAWL_LIB_TRIPLET / plugins_folder})
    if (fs::is_directory(folder, ignored)) layout.plugin_folders.push_back(folder);
  return layout;
}

}  // namespace trawl::trawld
