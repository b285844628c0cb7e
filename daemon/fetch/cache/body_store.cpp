#include "fetch/cache/body_store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include "base/unique_fd.hpp"

namespace trawl::fetch {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t block = 4096;
constexpr std::string_view suffix = ".zst";
constexpr std::size_t key_length = 64;

std::uint64_t in_blocks(std::uint64_t size) {
  return (size + block - 1) / block * block;
}

bool is_key(std::string_view text) {
  return text.size() == key_length && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::unexpected<Error> failed(const fs::path& file, const char* what) {
  const Code code = errno == ENOSPC || errno == EDQUOT ? Code::storage_full : Code::storage_error;
  return refuse(code, fmt::format("{} cannot be {}: {}", file.string(), what, std::strerror(errno)));
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

BodyStore::BodyStore(fs::path folder, std::uint64_t capacity)
    : folder_(std::move(folder)), capacity_(capacity) {
  read_folder();
  make_room(0);
}

void BodyStore::read_folder() {
  struct Found {
    std::string key;
    std::uint64_t size;
    fs::file_time_type used;
  };
  std::vector<Found> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder_, error), end; !error && entry != end; entry.increment(error)) {
    const fs::path name = entry->path().filename();
    std::error_code unreadable;
    const std::uint64_t size = entry->file_size(unreadable);
    const auto used = unreadable ? fs::file_time_type{} : entry->last_write_time(unreadable);
    const bool ours = is_key(name.stem().string()) && name.extension() == suffix && !entry->is_symlink();
    if (ours && !unreadable)
      found.push_back({name.stem(), in_blocks(size), used});
    else
      fs::remove(entry->path(), unreadable);  // only files and empty folders; what stays disturbs nobody
  }
  std::ranges::sort(found, {}, &Found::used);
  for (const Found& file : found) add_newest(file.key, file.size);
}

void BodyStore::set_capacity(std::uint64_t bytes) {
  capacity_ = bytes;
  make_room(0);
}

std::optional<std::string> BodyStore::get(const std::string& key) {
  const auto known = by_key_.find(key);
  if (known == by_key_.end()) return std::nullopt;
  const UniqueFd fd(::open(file_of(key).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  struct stat status{};
  if (!fd || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode) ||
      in_blocks(static_cast<std::uint64_t>(status.st_size)) != known->second->size) {
    remove(key);
    return std::nullopt;
  }
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  if (::pread(fd.get(), bytes.data(), bytes.size(), 0) != status.st_size) {
    remove(key);
    return std::nullopt;
  }
  ::futimens(fd.get(), nullptr);
  by_use_.splice(by_use_.end(), by_use_, known->second);
  return bytes;
}

Result<> BodyStore::put(const std::string& key, std::string_view bytes) {
  const std::uint64_t size = in_blocks(bytes.size());
  if (size > capacity_ / 4) {
    remove(key);
    return {};
  }
  forget(key);
  make_room(size);
  if (auto written = write(key, bytes); !written) {
    std::error_code gone;
    fs::remove(file_of(key), gone);
    return written;
  }
  add_newest(key, size);
  return {};
}

void BodyStore::remove(const std::string& key) {
  if (!by_key_.contains(key)) return;
  forget(key);
  std::error_code gone;
  fs::remove(file_of(key), gone);
}

void BodyStore::add_newest(const std::string& key, std::uint64_t size) {
  by_key_[key] = by_use_.insert(by_use_.end(), Slot{key, size});
  bytes_ += size;
}

void BodyStore::forget(const std::string& key) {
  const auto known = by_key_.find(key);
  if (known == by_key_.end()) return;
  bytes_ -= known->second->size;
  by_use_.erase(known->second);
  by_key_.erase(known);
}

void BodyStore::make_room(std::uint64_t needed) {
  while (!by_use_.empty() && bytes_ + needed > capacity_) remove(std::string(by_use_.front().key));
}

fs::path BodyStore::file_of(std::string_view key) const {
  return folder_ / fmt::format("{}{}", key, suffix);
}

// Others of the machine may not read what a site showed to the operator's account.
Result<> BodyStore::write(const std::string& key, std::string_view bytes) const {
  const fs::path file = file_of(key);
  const fs::path unfinished = folder_ / fmt::format("{}.tmp", key);
  const auto create = [&] {
    return UniqueFd(::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  };
  UniqueFd fd = create();
  if (!fd && errno == ENOENT) {
    std::error_code error;
    fs::create_directories(folder_, error);
    fs::permissions(folder_, fs::perms::owner_all, error);
    fd = create();
  }
  if (!fd) return failed(unfinished, "made");
  if (!write_all(fd.get(), bytes) || ::rename(unfinished.c_str(), file.c_str()) != 0) {
    auto error = failed(file, "written");
    ::unlink(unfinished.c_str());
    return error;
  }
  return {};
}

}  // namespace trawl::fetch
