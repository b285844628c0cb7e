#include "trawl-plugin/installation.hpp"

#include <fmt/format.h>

namespace trawl::author {

Result<Installation> find_installation() {
  std::error_code fault;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", fault);
  const auto worker = self.parent_path() / "trawl-worker";
  if (fault || !std::filesystem::exists(worker, fault))
    return refuse(
        Code::plugin_unavailable, fmt::format("{} is missing: plugins run in it", worker.string()),
        "trawl-plugin and trawl-worker are installed together; build the target trawl-worker-program");
  return Installation{worker};
}

}  // namespace trawl::author
