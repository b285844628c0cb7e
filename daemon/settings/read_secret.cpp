#include "settings/read_secret.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <expected>
#include <system_error>

#include "base/unique_fd.hpp"
#include "settings/address.hpp"

namespace trawl::settings {
namespace {

using Keeper = model::SecretSource::Keeper;
using Text = std::expected<std::shared_ptr<const Secret>, std::string>;

constexpr std::string_view two_ways =
    "a secret does not belong into this file; name a systemd credential with {credential: NAME} (and "
    "LoadCredential=NAME:PATH in the service), or a file with {file: PATH}";

// What is wrong with the owner and the mode of a file, or nothing.
std::string objection(const struct stat& status, const std::string& path) {
  if (!S_ISREG(status.st_mode)) return fmt::format("{} is no regular file", path);
  if (status.st_uid != 0 && status.st_uid != geteuid())
    return fmt::format("{} belongs to uid {}, who could change it; run chown root {}", path, status.st_uid,
                       path);
  if ((status.st_mode & S_IRWXO) != 0)
    return fmt::format("{} may be used by everybody (mode {:04o}); run chmod o-rwx {}", path,
                       status.st_mode & 07777U, path);
  if ((status.st_mode & S_IWGRP) != 0)
    return fmt::format("{} may be written by its group (mode {:04o}); run chmod g-w {}", path,
                       status.st_mode & 07777U, path);
  return {};
}

Text secret_of(std::string bytes, const std::string& path) {
  const auto unfit = [&](std::string reason) {
    wipe(bytes);
    return std::unexpected(fmt::format("{} {}", path, reason));
  };
  if (bytes.size() > longest_secret + 2) return unfit(fmt::format("is longer than {} bytes", longest_secret));
  if (bytes.ends_with('\n')) bytes.pop_back();
  if (bytes.ends_with('\r')) bytes.pop_back();
  if (bytes.empty()) return unfit("is empty");
  const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7F; };
  if (std::ranges::any_of(bytes, is_control))
    return unfit("contains a line break or another control character; a secret is one line of text");
  return std::make_shared<const Secret>(std::move(bytes));
}

// O_NONBLOCK keeps a FIFO without a writer from blocking the daemon.
Text read_file(const std::string& path, Keeper keeper) {
  const auto reason = [] { return std::system_category().message(errno); };
  const UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return std::unexpected(fmt::format("{} cannot be read by uid {}: {}", path, geteuid(), reason()));
  struct stat status{};
  if (fstat(fd.get(), &status) != 0) return std::unexpected(fmt::format("{}: {}", path, reason()));
  if (keeper == Keeper::file)
    if (std::string message = objection(status, path); !message.empty()) return std::unexpected(message);
  std::string bytes(longest_secret + 3, '\0');
  std::size_t length = 0;
  while (length < bytes.size()) {
    const ssize_t count = read(fd.get(), bytes.data() + length, bytes.size() - length);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::unexpected(fmt::format("{} cannot be read: {}", path, reason()));
    if (count == 0) break;
    length += static_cast<std::size_t>(count);
  }
  bytes.resize(length);
  return secret_of(std::move(bytes), path);
}

// The name is a file's name in the folder that systemd gives to the service.
Read<std::string> read_credential_name(const Node& node) {
  auto name = read_word(node);
  if (!name) return name;
  const bool fits =
      std::ranges::all_of(*name, [](unsigned char c) { return c > 0x20 && c < 0x7F && c != '/'; });
  if (!fits || name->starts_with('.') || name->size() > 255)
    return std::unexpected(fmt::format("'{}' is no name of a systemd credential", *name));
  return name;
}

}  // namespace

std::optional<ReadSecret> read_secret(const Member& member, std::string path, const Reading& reading) {
  if (member.value.kind == Node::Kind::scalar) {
    reading.faults.add(member.value.at, fmt::format("{}: {}", path, two_ways));
    return std::nullopt;
  }
  Section section(member, std::move(path), reading.faults);
  ReadSecret secret;
  const bool by_name = section.has("credential"), by_file = section.has("file");
  bool named = false;
  if (by_name == by_file) {
    if (section.is_map()) section.fault(section.at(), "expected exactly one of credential and file");
  } else if (by_file) {
    secret.source.keeper = Keeper::file;
    named = section.read("file", secret.source.name, read_absolute_path);
  } else {
    named = section.read("credential", secret.source.name, read_credential_name);
  }
  section.done();
  if (!named) return std::nullopt;

  const Member& at = *section.find(by_file ? "file" : "credential");
  const std::string& folder = reading.options.credentials_folder;
  if (by_name && folder.empty() && !reading.options.tolerate_absent_files) {
    const std::string message = fmt::format(
        "{}: there is no systemd credential '{}' here, because $CREDENTIALS_DIRECTORY is not set; "
        "LoadCredential={}:PATH in the service makes it",
        section.path_of("credential"), secret.source.name, secret.source.name);
    (reading.options.tolerate_absent_credentials ? reading.warnings : reading.faults)
        .add(at.value.at, message);
    if (reading.options.tolerate_absent_credentials) return secret;
    return std::nullopt;
  }
  if (reading.options.tolerate_absent_files) return secret;
  Text text =
      read_file(by_file ? secret.source.name : folder + "/" + secret.source.name, secret.source.keeper);
  if (!text) {
    section.fault(at, text.error());
    return std::nullopt;
  }
  secret.text = *std::move(text);
  return secret;
}

}  // namespace trawl::settings
