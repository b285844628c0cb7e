// trawl-plugin check: holds a plugin to the rules that a published one keeps, test by test.
#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <chrono>
#include <limits>
#include <regex>

#include "base/text.hpp"
#include "trawl-plugin/check/bench.hpp"
#include "trawl-plugin/check/report.hpp"
#include "trawl-plugin/handlers.hpp"
#include "trawl-plugin/installation.hpp"
#include "trawl-plugin/subject.hpp"
#include "worker/process_launcher.hpp"

namespace trawl::author {
namespace {

using namespace check;

constexpr int exit_with_findings = 1;
constexpr const char* usual_config = "trawl.yaml";

// Without a configuration: the plugin that the flag names, or the library's only one.
Result<std::string> choose_plugin(const Examination& library, const std::string& wanted) {
  std::vector<std::string> ids;
  for (const Described& plugin : library.plugins) ids.push_back(plugin.id);
  if (wanted.empty() && ids.size() == 1) return ids.front();
  if (wanted.empty())
    return refuse(Code::invalid_params, "the library holds several plugins",
                  "name one with --plugin: " + join(ids, ", "));
  if (std::ranges::find(ids, wanted) != ids.end()) return wanted;
  return refuse(Code::plugin_not_found,
                fmt::format("the library has no plugin '{}'{}", wanted, did_you_mean(wanted, ids)),
                "it has " + join(ids, ", "));
}

// What to run: what a platform of the file says, or the plugin with the empty configuration.
Result<> choose_run(const cli::CommandLine& line, const Installation& installed, Candidate& candidate) {
  if (!candidate.examination) return {};  // there is nothing to run
  candidate.config_file = line.value("-c", std::filesystem::exists(usual_config) ? usual_config : "");
  candidate.platform = line.value("--platform");
  if (candidate.config_file.empty() || line.has("--plugin")) {
    candidate.config_file.clear();
    auto id = choose_plugin(*candidate.examination, line.value("--plugin"));
    if (!id) return std::unexpected(id.error());
    candidate.plugin_id = std::move(*id);
    return {};
  }
  asio::io_context io;
  const auto launcher = worker::make_process_launcher(io.get_executor(), installed.worker);
  const Wanted wanted{.config = candidate.config_file,
                      .platform = candidate.platform,
                      .library = candidate.file,
                      .offline = true};
  auto subject = find_subject(io, *launcher, installed, wanted);
  if (!subject) return std::unexpected(subject.error());
  candidate.plugin_id = subject->plugin.id;
  candidate.config = subject->platform.config;
  return {};
}

Result<Candidate> read_candidate(const cli::CommandLine& line) {
  auto installed = find_installation();
  if (!installed) return std::unexpected(installed.error());
  const auto level = line.integer("--level", 5, 1, 10);
  if (!level) return std::unexpected(level.error());
  const auto seed = line.integer("--seed", 1, 0, std::numeric_limits<std::int64_t>::max());
  if (!seed) return std::unexpected(seed.error());
  const auto duration = line.duration("--duration", Millis(0));
  if (!duration) return std::unexpected(duration.error());
  const auto file = std::filesystem::absolute(line.arguments[0]).lexically_normal();
  Candidate candidate{.file = file,
                      .worker = installed->worker,
                      .examination = examine(installed->worker, file),
                      .seed = static_cast<std::uint64_t>(*seed),
                      .level = static_cast<int>(*level)};
  if (line.has("--duration")) candidate.fuzz_time = *duration;
  if (auto chosen = choose_run(line, *installed, candidate); !chosen) return std::unexpected(chosen.error());
  if (line.has("--cassette")) {
    auto cassette = cassette::Cassette::open(line.value("--cassette"));
    if (!cassette) return std::unexpected(cassette.error());
    candidate.cassette = std::move(*cassette);
  }
  return candidate;
}

// Tests of the level and below, and the fuzzing whenever a time for it is given.
Result<std::vector<const Test*>> choose_tests(const cli::CommandLine& line, const Candidate& candidate) {
  std::optional<std::regex> pattern;
  try {
    if (line.has("--include")) pattern.emplace(line.value("--include"));
  } catch (const std::regex_error& fault) {
    return refuse(Code::invalid_params,
                  fmt::format("--include {}: {}", line.value("--include"), fault.what()));
  }
  std::vector<const Test*> chosen;
  for (const Test& test : all_tests()) {
    const bool wanted = test.level <= candidate.level || (test.group() == "fuzz" && candidate.fuzz_time);
    const bool included = !pattern || std::regex_search(test.name.begin(), test.name.end(), *pattern);
    if (wanted && included) chosen.push_back(&test);
  }
  if (!chosen.empty()) return chosen;
  return refuse(Code::invalid_params, fmt::format("no test of level {} or below matches", candidate.level),
                "trawl-plugin check FILE shows the names of the tests");
}

Finding find_out(Bench& bench, const Test& test) {
  const auto start = std::chrono::steady_clock::now();
  Finding finding{&test, test.run(bench)};
  finding.took_ms = std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - start).count();
  return finding;
}

void show(const Finding& finding, const Candidate& candidate, bool only_failed) {
  const bool bad = is_bad(finding.outcome);
  if (only_failed && !bad) return;
  fmt::print("{}\n", line_of(finding));
  if (bad || finding.outcome.status == Status::warning) fmt::print("{}", explanation(finding, candidate));
  std::fflush(stdout);
}

}  // namespace

Result<int> check_plugin(const cli::CommandLine& line) {
  const auto candidate = read_candidate(line);
  if (!candidate) return std::unexpected(candidate.error());
  const auto tests = choose_tests(line, *candidate);
  if (!tests) return std::unexpected(tests.error());
  Bench bench(*candidate);
  const bool json = line.has("--json"), only_failed = line.has("--only-failed");
  std::vector<Finding> findings;
  for (const Test* test : *tests) {
    findings.push_back(find_out(bench, *test));
    if (!json) show(findings.back(), *candidate, only_failed);
  }
  const bool bad = std::ranges::any_of(findings, [](const Finding& each) { return is_bad(each.outcome); });
  if (!json) fmt::print("{}", summary(findings, *candidate));
  if (json) {
    if (only_failed) std::erase_if(findings, [](const Finding& each) { return !is_bad(each.outcome); });
    fmt::print("{}\n", boost::json::serialize(document(findings, *candidate)));
  }
  return bad ? exit_with_findings : 0;
}

}  // namespace trawl::author
