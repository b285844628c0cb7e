#include "settings/load.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <expected>
#include <system_error>

#include "base/unique_fd.hpp"
#include "settings/canonical.hpp"
#include "settings/effective.hpp"
#include "settings/readers.hpp"

namespace trawl::settings {
namespace {

std::string too_large() {
  return fmt::format("larger than {}; a configuration this large is a mistake", format_size(max_file_bytes));
}

std::string reason(int error) {
  return std::system_category().message(error);
}

LoadResult refuse_file(std::string file, std::string message) {
  return {.faults = {{std::move(file), 0, 0, std::move(message)}}};
}

std::expected<std::string, std::string> read_open(const UniqueFd& fd) {
  struct stat status{};
  if (fstat(fd.get(), &status) != 0) return std::unexpected(fmt::format("cannot be read: {}", reason(errno)));
  if (S_ISDIR(status.st_mode)) return std::unexpected("is a directory; name the file in it");
  std::string text(max_file_bytes + 1, '\0');
  std::size_t length = 0;
  while (length < text.size()) {
    const ssize_t count = read(fd.get(), text.data() + length, text.size() - length);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::unexpected(fmt::format("cannot be read: {}", reason(errno)));
    if (count == 0) break;
    length += static_cast<std::size_t>(count);
  }
  if (length > max_file_bytes) return std::unexpected(too_large());
  text.resize(length);
  return text;
}

// O_NONBLOCK keeps a FIFO without a writer from blocking the daemon.
std::expected<std::string, std::string> read_file(const std::string& path) {
  const UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (fd) return read_open(fd);
  if (errno == ENOENT) return std::unexpected("there is no such file; name it with --config FILE");
  if (errno == EACCES)
    return std::unexpected(
        fmt::format("may not be read by uid {}; check the modes of the file and its folders", geteuid()));
  return std::unexpected(fmt::format("cannot be opened: {}", reason(errno)));
}

void note_origins(const Node& node, const std::string& pointer, std::map<std::string, int>& origins) {
  if (node.kind != Node::Kind::map) origins[pointer] = node.at.line + 1;
  for (const Member& member : node.members)
    note_origins(member.value, pointer_to(pointer, member.key), origins);
}

void read_fetch(Section section, const Reading& reading, Settings& settings) {
  read_fetch_policy(section, reading, settings.fetch);
  section.read("max_connections", settings.max_connections, integer(1, 4096));
  section.done();
}

void read_all(const Node& tree, const Reading& reading, Settings& settings) {
  Section root(tree, "", reading.faults);
  read_daemon(root, reading, settings);
  read_fetch(root.section("fetch"), reading, settings);
  read_platforms(root.section("platforms"), reading, settings);
  read_schedules(root.section("schedules"), reading, settings);
  root.done();
}

void seal(const Node& tree, Settings& settings) {
  note_origins(tree, "", settings.origins);
  for (Platform& platform : settings.platforms) platform.digest = digest_of(platform);
  settings.digest = digest_of(settings);
}

}  // namespace

std::optional<std::uint32_t> find_system_group(const std::string& name) {
  std::vector<char> buffer(16 * 1024);
  group entry{};
  group* found = nullptr;
  int error = 0;
  while ((error = getgrnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found)) == ERANGE &&
         buffer.size() < max_file_bytes)
    buffer.resize(buffer.size() * 2);  // groups with many members
  if (error != 0 || found == nullptr) return std::nullopt;
  return entry.gr_gid;
}

std::string system_credentials_folder() {
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
  return folder != nullptr ? folder : "";
}

LoadResult load(const std::filesystem::path& file, const LoadOptions& options) {
  const auto text = read_file(file.string());
  if (!text) return refuse_file(file.string(), text.error());
  return load_text(file.string(), *text, options);
}

LoadResult load_text(std::string file, std::string_view text, const LoadOptions& options) {
  if (text.size() > max_file_bytes) return refuse_file(std::move(file), too_large());
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark
  Faults faults(file, text), warnings(file, text);
  std::optional<Node> tree = parse_tree(text, faults);
  Settings settings;
  LoadResult result;
  if (tree && tree->kind == Node::Kind::null) {
    faults.add(
        {}, "the file is empty; at least name platforms, as the commented trawl.yaml of the package shows");
  } else if (tree) {
    read_all(*tree, {options, faults, warnings, result.plugin_configs}, settings);
  }
  result.faults = faults.take();
  result.warnings = warnings.take();
  if (tree)
    result.document = std::make_shared<const Document>(Document{file, std::string(text), *std::move(tree)});
  if (!result.faults.empty()) return result;
  settings.file = std::move(file);
  seal(result.document->tree, settings);
  result.settings = std::move(settings);
  return result;
}

}  // namespace trawl::settings
