#include "worker/plugin_file.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace trawl::worker {
namespace {

Result<> check_owner_and_mode(const std::filesystem::path& path, const struct stat& status) {
  if (status.st_uid != 0 && status.st_uid != ::geteuid())
    return refuse(
        Code::plugin_unavailable,
        fmt::format("{} belongs to uid {}, neither root nor trawl's own user", path.string(), status.st_uid),
        fmt::format("chown root {}", path.string()));
  if (status.st_mode & (S_IWGRP | S_IWOTH))
    return refuse(Code::plugin_unavailable,
                  fmt::format("{} can be written by {}", path.string(),
                              status.st_mode & S_IWOTH ? "everybody" : "its group"),
                  fmt::format("chmod go-w {}", path.string()));
  return {};
}

}  // namespace

Result<> check_plugin_file(const std::filesystem::path& file) {
  std::error_code fault;
  const std::filesystem::path real = std::filesystem::canonical(file, fault);
  if (fault) return refuse(Code::plugin_unavailable, fmt::format("{}: {}", file.string(), fault.message()));
  struct stat of_file{}, of_folder{};
  if (::stat(real.c_str(), &of_file) != 0 || ::stat(real.parent_path().c_str(), &of_folder) != 0)
    return refuse(Code::plugin_unavailable, fmt::format("{}: {}", file.string(), std::strerror(errno)));
  if (!S_ISREG(of_file.st_mode))
    return refuse(Code::plugin_unavailable, fmt::format("{} is not a regular file", file.string()));
  if (auto safe = check_owner_and_mode(real, of_file); !safe) return safe;
  if (auto safe = check_owner_and_mode(real.parent_path(), of_folder); !safe) return safe;

  char magic[4]{};
  std::ifstream in(real, std::ios::binary);
  if (!in) return refuse(Code::plugin_unavailable, fmt::format("{} cannot be read", file.string()));
  if (!in.read(magic, sizeof magic) || std::memcmp(magic, "\177ELF", sizeof magic) != 0)
    return refuse(Code::plugin_unavailable,
                  fmt::format("{} is no shared library (not an ELF file)", file.string()));
  return {};
}

}  // namespace trawl::worker
