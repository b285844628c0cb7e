// config check, reload, show.
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "cli/display.hpp"
#include "trawlctl/fields.hpp"
#include "trawlctl/handlers.hpp"
#include "trawlctl/installation.hpp"
#include "trawlctl/json_text.hpp"

namespace trawl::ctl {
namespace {

constexpr std::uintmax_t most_sent = 900'000;  // a request line has at most 1 MiB

Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(file), {}};
  if (!file && content.empty()) {
    const int fault = errno;
    return refuse(fault == ENOENT ? Code::config_invalid : Code::permission_denied,
                  fmt::format("cannot read {}: {}", path, std::strerror(fault)));
  }
  return content;
}

// trawld's own check: the same code, and the answer is on its standard error. For files that no daemon
// can be asked about.
Result<int> check_without_daemon(const std::string& path) {
  const auto trawld = find_installation();
  if (!trawld) return std::unexpected(trawld.error());
  const pid_t child = fork();
  if (child == 0) {
    execl(trawld->trawld.c_str(), "trawld", "--config", path.c_str(), "--check-config", nullptr);
    _exit(127);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

// `path`: the file as the operator named it; empty: as each fault names it.
std::string draw_faults(const json::array& faults, const std::string& path) {
  std::string drawn;
  for (const json::value& fault : faults) {
    drawn +=
        fmt::format("{}:{}:{}: {}\n", path.empty() ? cli::printable(text(fault, "file")) : path,
                    integer(fault, "line"), integer(fault, "column"), cli::printable(text(fault, "message")));
    if (const std::string hint = text(fault, "hint"); !hint.empty())
      drawn += fmt::format("  {}\n", cli::printable(hint));
  }
  return drawn;
}

std::string draw_change(const json::value& change, const Printer&) {
  std::string drawn = "the configuration is in force\n";
  for (const char* what : {"added", "removed", "changed", "restart_required"})
    for (const std::string& name : texts(change, what))
      drawn += fmt::format("  {:<17} {}\n", what, cli::printable(name));
  return drawn;
}

}  // namespace

Result<int> check_config(Session& session) {
  const std::string path = session.argument(0);
  auto content = read_file(path);
  if (!content) return std::unexpected(content.error());
  if (content->size() > most_sent) return check_without_daemon(path);
  const auto answer = session.call("config.check", {{"text", *content}});
  if (!answer && answer.error().code == Code::daemon_unreachable && session.out().people())
    return check_without_daemon(path);
  if (!answer) return std::unexpected(answer.error());
  const auto& faults = list(*answer, "errors");
  session.out().result("config.check", *answer, {.rows = "errors", .name = "message"}, [&] {
    return faults.empty() ? fmt::format("{} is valid\n", path) : draw_faults(faults, path);
  });
  return faults.empty() ? 0 : info(Code::config_invalid).exit;
}

Result<int> reload_config(Session& session) {
  json::object params;
  if (session.line().has("--dry-run")) params["dry_run"] = true;
  const auto result =
      session.show(session.once(std::move(params)), {.rows = "changed", .name = ""}, draw_change);
  if (!result && session.out().people())
    session.out().text(draw_faults(list(json::value(result.error().data), "errors"), ""));
  return result;
}

Result<int> show_config(Session& session) {
  return session.show({}, {.rows = "", .name = "file"},
                      [](const json::value& config, const Printer&) { return indented_json(config) + "\n"; });
}

}  // namespace trawl::ctl
