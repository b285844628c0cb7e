#include "trawl-httpd/tokens.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "base/log.hpp"
#include "base/unique_fd.hpp"

namespace trawl::httpd {
namespace {

Error unreadable(const std::string& file, int error) {
  std::string hint = "check http.tokens_file in trawl.yaml";
  if (error == EACCES)
    hint = fmt::format("uid {} must be able to read it: chown root:trawl-httpd FILE and chmod 0640 FILE",
                       geteuid());
  return {Code::config_invalid, fmt::format("{}: {}", file, std::system_category().message(error)), hint};
}

Result<std::string> read_all(int fd, const std::string& file) {
  std::string text(max_tokens_file_bytes + 1, '\0');
  std::size_t length = 0;
  while (length < text.size()) {
    const ssize_t count = read(fd, text.data() + length, text.size() - length);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::unexpected(unreadable(file, errno));
    if (count == 0) break;
    length += static_cast<std::size_t>(count);
  }
  if (length > max_tokens_file_bytes)
    return refuse(Code::config_invalid,
                  fmt::format("{}: larger than {}", file, format_size(max_tokens_file_bytes)),
                  "this is no tokens file; check http.tokens_file in trawl.yaml");
  text.resize(length);
  return text;
}

void warn_of_writers(const std::string& file, mode_t mode) {
  if ((mode & (S_IWGRP | S_IWOTH)) == 0) return;
  log::warning("http.tokens_writable",
               "{} has mode {:04o}: {} may write it and so let themselves in; chmod 0640 it", file,
               mode & 07777U, (mode & S_IWOTH) != 0 ? "all users" : "its group");
}

}  // namespace

Tokens::Stamp Tokens::look() const {
  struct stat status{};
  if (::stat(file_.c_str(), &status) != 0) return {};
  return {.device = status.st_dev,
          .inode = status.st_ino,
          .size = static_cast<std::uint64_t>(status.st_size),
          .changed_s = status.st_ctim.tv_sec,
          .changed_ns = status.st_ctim.tv_nsec};
}

Result<> Tokens::load() {
  if (file_.empty()) return {};
  seen_ = look();  // before the file is read: what is written meanwhile is read the next time
  // O_NONBLOCK keeps a FIFO without a writer from blocking the adapter.
  const UniqueFd fd(open(file_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd && errno == ENOENT) {
    log::info("http.no_tokens", "{} does not exist; `trawl-httpd token new NAME ROLE` prints its first line",
              file_);
    tokens_.clear();
    return {};
  }
  struct stat status{};
  if (!fd || fstat(fd.get(), &status) != 0) return std::unexpected(unreadable(file_, errno));
  if (!S_ISREG(status.st_mode))
    return refuse(Code::config_invalid, file_ + ": not a regular file",
                  "check http.tokens_file in trawl.yaml");
  warn_of_writers(file_, status.st_mode);
  const auto text = read_all(fd.get(), file_);
  if (!text) return std::unexpected(text.error());
  auto tokens = parse_tokens(*text, file_);
  if (!tokens) return std::unexpected(std::move(tokens.error()));
  tokens_ = std::move(*tokens);
  return {};
}

bool Tokens::changed() const {
  return !file_.empty() && look() != seen_;
}

const Token* Tokens::find(std::string_view shown, Time now) const {
  if (!shown.starts_with(token_prefix)) return nullptr;
  const Token* token = find(sha256(shown));
  return token != nullptr && !token->expired(now) ? token : nullptr;
}

const Token* Tokens::find(const Digest& digest) const {
  const Token* found = nullptr;
  for (const Token& token : tokens_)
    if (equal(token.digest, digest)) found = &token;
  return found;
}

}  // namespace trawl::httpd
