#include "cassette/body_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/time.hpp"
#include "base/unique_fd.hpp"
#include "fetch/cache/variant.hpp"
#include "model/page.hpp"

namespace trawl::cassette {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t hash_digits = 32;  // of 64: no two bodies of one recording meet by chance
constexpr std::size_t longest_name = 128;

bool is_one_of(std::string_view name, std::string_view characters) {
  return name.find_first_not_of(characters) == name.npos;
}

std::unexpected<Error> io_fault(const fs::path& file, int error) {
  return refuse(Code::config_invalid, fmt::format("{}: {}", file.string(), std::strerror(error)));
}

}  // namespace

std::string body_name(std::string_view body, std::string_view content_type) {
  return fmt::format("{}.{}", fetch::sha256_hex(body).substr(0, hash_digits),
                     model::extension_of(content_type));
}

bool is_body_name(std::string_view name) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  return !name.empty() && name.size() <= longest_name && name.front() != '.' && is_one_of(name, allowed);
}

bool is_hashed_name(std::string_view name) {
  return is_body_name(name) && name.find('.') == hash_digits &&
         is_one_of(name.substr(0, hash_digits), "0123456789abcdef");
}

Result<std::string> read_whole(const fs::path& file, std::size_t most) {
  const UniqueFd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat status{};
  if (!fd || ::fstat(fd.get(), &status) != 0) return io_fault(file, errno);
  if (!S_ISREG(status.st_mode))
    return refuse(Code::config_invalid, fmt::format("{} is not a plain file", file.string()));
  if (static_cast<std::size_t>(status.st_size) > most)
    return refuse(Code::config_invalid,
                  fmt::format("{} is larger than {}", file.string(), format_size(most)));
  std::string content(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t filled = 0;
  while (filled < content.size()) {
    const auto got = ::read(fd.get(), content.data() + filled, content.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_fault(file, errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  content.resize(filled);
  return content;
}

Result<> write_whole(const fs::path& file, std::string_view content) {
  std::string draft = file.string() + ".XXXXXX";
  const UniqueFd fd(::mkostemp(draft.data(), O_CLOEXEC));
  if (!fd) return io_fault(file, errno);
  const auto give_up = [&]() -> Result<> {
    const int error = errno;
    ::unlink(draft.c_str());
    return io_fault(file, error);
  };
  while (!content.empty()) {
    const auto taken = ::write(fd.get(), content.data(), content.size());
    if (taken < 0 && errno == EINTR) continue;
    if (taken < 0) return give_up();
    content.remove_prefix(static_cast<std::size_t>(taken));
  }
  // Recordings are made to be shared: as a text editor would have written them.
  if (::fchmod(fd.get(), 0644) != 0 || ::rename(draft.c_str(), file.c_str()) != 0) return give_up();
  return {};
}

}  // namespace trawl::cassette
