// doctor: what trawl needs, checked one by one, each fault with the command that mends it.
#include <fmt/format.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "cli/display.hpp"
#include "cli/table.hpp"
#include "trawlctl/fields.hpp"
#include "trawlctl/handlers.hpp"
#include "trawlctl/installation.hpp"

namespace trawl::ctl {
namespace {

struct Check {
  std::string name;
  bool ok = true;
  std::string detail, remedy;
};

Check check_seccomp() {
  std::ifstream actions("/proc/sys/kernel/seccomp/actions_avail");
  std::string words;
  std::getline(actions, words);
  const bool ok = words.find("errno") != std::string::npos && words.find("kill_process") != std::string::npos;
  return {"seccomp", ok, ok ? "plugins can be kept from the network" : "the kernel has no seccomp filters",
          "use a kernel with CONFIG_SECCOMP_FILTER"};
}

Check check_time_zones() {
  std::error_code ignored;
  const bool ok = std::filesystem::exists("/usr/share/zoneinfo/Europe/Berlin", ignored);
  return {"tzdata", ok, ok ? "/usr/share/zoneinfo" : "no time zones", "sudo apt-get install tzdata"};
}

Check check_programs() {
  const auto found = find_installation();
  if (!found) return {"programs", false, found.error().message, found.error().hint};
  return {"programs", true, fmt::format("{}, {}", found->trawld.string(), found->plugins.string()), ""};
}

Check check_plugin_files(Session& session) {
  const auto answer = session.call("plugins.list", {});
  if (!answer) return {"plugin files", false, answer.error().message, answer.error().hint};
  std::string unusable;
  for (const json::value& plugin : list(*answer, "plugins"))
    if (const std::string error = text(plugin, "error"); !error.empty())
      unusable += (unusable.empty() ? "" : "; ") + error;
  return {"plugin files", unusable.empty(), unusable.empty() ? "all can be used" : unusable,
          "trawlctl plugins"};
}

void check_daemon(Session& session, std::vector<Check>& checks) {
  const auto status = session.call("daemon.status", {});
  if (!status) {
    checks.push_back({"socket", false, status.error().message, status.error().hint});
    return;
  }
  checks.push_back({"socket", true, session.socket(), ""});
  const std::string state = text(*status, "state");
  checks.push_back({"daemon", state == "ready",
                    fmt::format("trawld {} is {}", text(*status, "version"), state),
                    "systemctl status trawl"});
  const json::value& config = member(*status, "config");
  if (const std::string fault = text(config, "error"); !fault.empty())
    checks.push_back({"config", false, fault, "trawlctl config check " + text(config, "file")});
  if (const auto health = session.call("daemon.health", {}))
    for (const json::value& row : list(*health, "checks"))
      checks.push_back({text(row, "name"), flag(row, "ok"), text(row, "detail"), "systemctl status trawl"});
  checks.push_back(check_plugin_files(session));
}

json::object to_json(const std::vector<Check>& checks) {
  json::array rows;
  for (const Check& check : checks)
    rows.push_back(json::object{{"name", check.name},
                                {"ok", check.ok},
                                {"detail", check.detail},
                                {"remedy", check.ok ? "" : check.remedy}});
  return {{"checks", std::move(rows)}};
}

std::string draw(const std::vector<Check>& checks, const Printer& out) {
  cli::Table table({{"CHECK"}, {"RESULT"}, {"DETAIL"}});
  for (const Check& check : checks) {
    table.add({check.name, out.style().status(check.ok ? "ok" : "error"), check.detail});
    if (!check.ok && !check.remedy.empty()) table.add({"", "", out.style().arrow() + " " + check.remedy});
  }
  return table.text(0);
}

}  // namespace

Result<int> examine(Session& session) {
  std::vector<Check> checks{check_programs(), check_seccomp(), check_time_zones()};
  check_daemon(session, checks);
  session.out().result("doctor", to_json(checks), {.rows = "checks", .name = "name"},
                       [&] { return draw(checks, session.out()); });
  for (const Check& check : checks)
    if (!check.ok) return check.name == "socket" ? 6 : 1;
  return 0;
}

}  // namespace trawl::ctl
