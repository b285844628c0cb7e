#include "trawl-plugin/check/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>

#include "cli/display.hpp"

namespace trawl::author::check {
namespace {

namespace json = boost::json;

constexpr std::array statuses{Status::success, Status::warning, Status::failed, Status::crashed,
                              Status::skipped};

std::size_t count(const std::vector<Finding>& findings, Status status) {
  return static_cast<std::size_t>(
      std::ranges::count_if(findings, [&](const Finding& each) { return each.outcome.status == status; }));
}

// For a shell.
std::string quoted(const std::string& word) {
  const bool plain = !word.empty() && word.find_first_not_of(
                                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "0123456789_-./=") == std::string::npos;
  if (plain) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

std::string_view name_of(Status status) {
  switch (status) {
    case Status::success:
      return "success";
    case Status::warning:
      return "warning";
    case Status::failed:
      return "failed";
    case Status::crashed:
      return "crashed";
    case Status::skipped:
      break;
  }
  return "skipped";
}

std::string command_to_reproduce(const Candidate& candidate, const Test& test) {
  std::string command = "trawl-plugin check " + quoted(candidate.file.string());
  if (candidate.cassette) command += " --cassette " + quoted(candidate.cassette->folder().string());
  if (!candidate.config_file.empty()) command += " -c " + quoted(candidate.config_file);
  if (!candidate.platform.empty()) command += " --platform " + quoted(candidate.platform);
  if (candidate.config_file.empty() && candidate.examination && candidate.examination->plugins.size() > 1)
    command += " --plugin " + candidate.plugin_id;
  return fmt::format("{} --level {} --seed {} --include '^{}$'", command,
                     std::max(candidate.level, test.level), candidate.seed, test.name);
}

std::string line_of(const Finding& finding) {
  return fmt::format("{:<8} {:<24} {}", name_of(finding.outcome.status), finding.test->name,
                     cli::printable(finding.outcome.seen));
}

std::string explanation(const Finding& finding, const Candidate& candidate) {
  return fmt::format("         rule: {}\n         again: {}\n", finding.test->rule,
                     command_to_reproduce(candidate, *finding.test));
}

std::string summary(const std::vector<Finding>& findings, const Candidate& candidate) {
  std::string counts;
  for (const Status status : statuses)
    if (const auto number = count(findings, status); number > 0)
      counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", number, name_of(status));
  return fmt::format("{}: {} (level {}, seed {})\n", cli::printable(candidate.file.filename().string()),
                     counts.empty() ? "no test" : counts, candidate.level, candidate.seed);
}

json::object document(const std::vector<Finding>& findings, const Candidate& candidate) {
  json::array tests;
  for (const Finding& finding : findings) {
    json::object test{{"test", finding.test->name},
                      {"group", finding.test->group()},
                      {"level", finding.test->level},
                      {"rule", finding.test->rule},
                      {"status", name_of(finding.outcome.status)},
                      {"seen", finding.outcome.seen},
                      {"took_ms", finding.took_ms}};
    if (is_bad(finding.outcome) || finding.outcome.status == Status::warning)
      test["reproduce"] = command_to_reproduce(candidate, *finding.test);
    tests.push_back(std::move(test));
  }
  json::object counts;
  for (const Status status : statuses) counts[name_of(status)] = count(findings, status);
  return {{"file", candidate.file.string()}, {"plugin", candidate.plugin_id}, {"level", candidate.level},
          {"seed", candidate.seed},          {"counts", std::move(counts)},   {"tests", std::move(tests)}};
}

}  // namespace trawl::author::check
