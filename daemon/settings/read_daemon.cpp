// The parts of the configuration that concern the daemon itself: files, sockets, roles, log, retention.
#include <fmt/format.h>

#include "settings/address.hpp"
#include "settings/readers.hpp"

namespace trawl::settings {
namespace {

constexpr std::string_view default_operators = "trawl";  // who may operate when `access` is not given

Read<std::string> read_log_target(const Node& node) {
  const auto text = read_text(node);
  if (!text || text->find('/') != text->npos) return text;
  const auto choice = read_choice(node, {"journal", "stderr", "FILE (a path with a '/')"});
  if (!choice) return std::unexpected(choice.error());
  return text;
}

// The group's id; nothing for a tolerated unknown one.
auto group(const Reading& reading) {
  return [&reading](const Node& node) -> Read<std::optional<std::uint32_t>> {
    const auto name = read_word(node);
    if (!name) return std::unexpected(name.error());
    const auto id = reading.options.find_group(*name);
    if (id || reading.options.tolerate_unknown_groups) return id;
    return std::unexpected(
        fmt::format("no group '{}' on this machine; create it with: addgroup --system {}", *name, *name));
  };
}

void read_socket(Section section, const Reading& reading, Socket& socket) {
  section.read("path", socket.path, read_socket_path);
  section.read("mode", socket.mode, read_file_mode);
  section.read("group", socket.gid, group(reading));
  section.done();
}

void read_access_entry(Section section, const Reading& reading, std::vector<model::AccessRule>& list) {
  model::AccessRule access;
  const bool has_group = section.has("group"), has_uid = section.has("uid"),
             has_others = section.has("others");
  section.read("group", access.gid, group(reading));
  section.read("uid", access.uid, integer(0, 4'294'967'294));
  section.read("others", access.others, read_boolean);
  section.read(
      "role", access.role,
      choice<Role>({{"viewer", Role::viewer}, {"operator", Role::operator_}, {"admin", Role::admin}}));
  if (has_group + has_uid + has_others != 1)
    section.fault(section.at(), "expected exactly one of group, uid and others, to say who has the role");
  section.require("role", "viewer, operator or admin");
  section.done();
  if (access.gid || access.uid || access.others) list.push_back(access);
}

void read_access(Section& root, const Reading& reading, std::vector<model::AccessRule>& list) {
  const Member* member = root.find("access");
  if (member == nullptr) {
    if (const auto gid = reading.options.find_group(std::string(default_operators)))
      list.push_back({.gid = gid, .role = Role::operator_});
    return;
  }
  if (member->value.kind != Node::Kind::sequence) {
    if (member->value.kind != Node::Kind::refused)
      root.fault(*member, "expected a list such as [{group: trawl, role: operator}]");
    return;
  }
  for (std::size_t i = 0; i < member->value.items.size(); ++i)
    read_access_entry(Section(member->value.items[i], fmt::format("access[{}]", i), reading.faults), reading,
                      list);
}

void read_http(Section section, Http& http) {
  section.read("unix", http.unix_path, read_socket_path);
  section.read("listen", http.listen, read_listen_address);
  section.read("tokens_file", http.tokens_file, read_text);
  section.read_list("allowed_hosts", http.allowed_hosts, read_host);
  section.read("behind_proxy", http.behind_proxy, read_boolean);
  if (const Member* listen = section.find("listen"); listen != nullptr && !section.has("tokens_file"))
    section.fault(*listen, "needs http.tokens_file: TCP always asks for a token");
  section.done();
}

void read_log(Section section, Log& log) {
  section.read("level", log.level,
               choice<std::string>(
                   {{"debug", "debug"}, {"info", "info"}, {"warning", "warning"}, {"error", "error"}}));
  section.read("target", log.target, read_log_target);
  section.done();
}

void read_retention(Section section, Retention& retention) {
  section.read("runs", retention.runs, integer(1, 10'000'000));
  section.read("days", retention.days, integer(1, 36'500));
  section.read("pages", retention.pages, size(0, 1ULL << 40));
  section.done();
}

}  // namespace

void read_daemon(Section& root, const Reading& reading, Settings& settings) {
  root.read("state_dir", settings.state_dir, read_text);
  read_socket(root.section("socket"), reading, settings.socket);
  read_access(root, reading, settings.access);
  read_http(root.section("http"), settings.http);
  read_log(root.section("log"), settings.log);
  Section plugins = root.section("plugins");
  plugins.read_list("path", settings.plugin_path, read_text);
  plugins.done();
  read_retention(root.section("retention"), settings.retention);
  root.read("drain_timeout", settings.drain_timeout, duration(Millis(0), std::chrono::hours(1)));
}

}  // namespace trawl::settings
