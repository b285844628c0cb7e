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

std::string command_to_reproduce(const Subject& subject, const Test& test) {
  std::string command = "trawl-plugin check " + quoted(subject.file.string());
  if (subject.cassette) command += " --cassette " + quoted(subject.cassette->folder().string());
  if (!subject.config_file.empty()) command += " -c " + quoted(subject.config_file);
  if (!subject.plugin_id.empty()) command += " --plugin " + subject.plugin_id;
  return fmt::format("{} --level {} --seed {} --include '^{}$'", command, std::max(subject.level, test.level),
                     subject.seed, test.name);
}

std::string line_of(const Finding& finding) {
  return fmt::format("{:<8} {:<24} {}", name_of(finding.outcome.status), finding.test->name,
                     cli::printable(finding.outcome.seen));
}

std::string explanation(const Finding& finding, const Subject& subject) {
  return fmt::format("         rule: {}\n         again: {}\n", finding.test->rule,
                     command_to_reproduce(subject, *finding.test));
}

std::string summary(const std::vector<Finding>& findings, const Subject& subject) {
  std::string counts;
  for (const Status status : statuses)
    if (const auto number = count(findings, status); number > 0)
      counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", number, name_of(status));
  return fmt::format("{}: {} (level {}, seed {})\n", cli::printable(subject.file.filename().string()),
                     counts.empty() ? "no test" : counts, subject.level, subject.seed);
}

json::object document(const std::vector<Finding>& findings, const Subject& subject) {
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
      test["reproduce"] = command_to_reproduce(subject, *finding.test);
    tests.push_back(std::move(test));
  }
  json::object counts;
  for (const Status status : statuses) counts[name_of(status)] = count(findings, status);
  return {{"file", subject.file.string()}, {"plugin", subject.plugin_id}, {"level", subject.level},
          {"seed", subject.seed},          {"counts", std::move(counts)}, {"tests", std::move(tests)}};
}

}  // namespace trawl::author::check
