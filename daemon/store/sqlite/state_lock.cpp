#include "store/sqlite/state_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

namespace trawl::store::sqlite {
namespace {

std::unexpected<Error> cannot(const char* what, const std::filesystem::path& path) {
  return refuse(Code::storage_error,
                fmt::format("cannot {} {}: {}", what, path.string(), std::generic_category().message(errno)),
                fmt::format("the daemon's user must be able to write in {}", path.parent_path().string()));
}

std::string read_pid(int file) {
  std::array<char, 32> text{};
  const ssize_t length = pread(file, text.data(), text.size() - 1, 0);
  const long pid = length > 0 ? std::strtol(text.data(), nullptr, 10) : 0;
  return pid > 0 ? fmt::format("process {}", pid) : std::string("another process");
}

}  // namespace

Result<StateLock> StateLock::acquire(const std::filesystem::path& state_dir) {
  const std::filesystem::path path = state_dir / "lock";
  UniqueFd file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640));
  if (!file) return cannot("open", path);
  if (flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return cannot("lock", path);
    return refuse(Code::state_locked,
                  fmt::format("{} is in use by {}", state_dir.string(), read_pid(file.get())),
                  "stop that daemon, or choose another state_dir");
  }
  const std::string pid = fmt::format("{}\n", getpid());
  // The mode is set again because the umask takes bits from open()'s.
  if (fchmod(file.get(), 0640) != 0 || ftruncate(file.get(), 0) != 0 ||
      pwrite(file.get(), pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size()))
    return cannot("write", path);
  return StateLock(std::move(file));
}

}  // namespace trawl::store::sqlite
