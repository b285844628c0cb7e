// trawl-plugin check: holds a plugin to the rules that a published one keeps, test by test.
#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <chrono>
#include <fstream>
#include <iterator>
#include <regex>

#include "settings/canonical.hpp"
#include "settings/tree.hpp"
#include "trawl-plugin/check/bench.hpp"
#include "trawl-plugin/check/report.hpp"
#include "trawl-plugin/handlers.hpp"
#include "trawl-plugin/installation.hpp"

namespace trawl::author {
namespace {

using namespace check;

constexpr int exit_with_findings = 1;

// The configuration of a plugin, as YAML or JSON, as JSON.
Result<std::string> read_config(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return refuse(Code::config_invalid, fmt::format("{}: cannot be read", file));
  const std::string text(std::istreambuf_iterator<char>(in), {});
  settings::Faults faults(file, text);
  const auto tree = settings::parse_tree(text, faults);
  std::string json = tree ? settings::canonical(settings::to_json(*tree, faults)) : "";
  if (const auto found = faults.take(); !found.empty())
    return refuse(Code::config_invalid, settings::to_string(found.front()));
  return json == "null" ? "{}" : json;
}

Result<Subject> read_subject(const cli::CommandLine& line) {
  auto installed = find_installation();
  if (!installed) return std::unexpected(installed.error());
  const auto level = line.integer("--level", 5, 1, 10);
  if (!level) return std::unexpected(level.error());
  const auto seed = line.integer("--seed", 1, 0, std::numeric_limits<std::int64_t>::max());
  if (!seed) return std::unexpected(seed.error());
  Subject subject;
  subject.file = std::filesystem::absolute(line.arguments[0]);
  subject.worker = installed->worker;
  subject.plugin_id = line.value("--plugin");
  subject.level = static_cast<int>(*level);
  subject.seed = static_cast<std::uint64_t>(*seed);
  if (line.has("-c")) {
    auto config = read_config(line.value("-c"));
    if (!config) return std::unexpected(config.error());
    subject.config = std::move(*config);
    subject.config_file = line.value("-c");
  }
  if (line.has("--cassette")) {
    auto cassette = cassette::Cassette::open(line.value("--cassette"));
    if (!cassette) return std::unexpected(cassette.error());
    subject.cassette = std::move(*cassette);
  }
  if (line.has("--duration")) {
    const auto duration = line.duration("--duration", Millis(0));
    if (!duration) return std::unexpected(duration.error());
    subject.fuzz_time = *duration;
  }
  return subject;
}

// Tests of the level and below, and the fuzzing whenever a time for it is given.
Result<std::vector<const Test*>> choose_tests(const cli::CommandLine& line, const Subject& subject) {
  std::optional<std::regex> pattern;
  try {
    if (line.has("--include")) pattern.emplace(line.value("--include"));
  } catch (const std::regex_error& fault) {
    return refuse(Code::invalid_params,
                  fmt::format("--include {}: {}", line.value("--include"), fault.what()));
  }
  std::vector<const Test*> chosen;
  for (const Test& test : all_tests()) {
    const bool wanted = test.level <= subject.level || (test.group() == "fuzz" && subject.fuzz_time);
    const bool included = !pattern || std::regex_search(test.name.begin(), test.name.end(), *pattern);
    if (wanted && included) chosen.push_back(&test);
  }
  if (!chosen.empty()) return chosen;
  return refuse(Code::invalid_params, fmt::format("no test of level {} or below matches", subject.level),
                "trawl-plugin check FILE shows the names of the tests");
}

// A library of several plugins: which one is run must be said.
Result<> check_choice(Bench& bench) {
  const auto& found = bench.examination();
  if (!found) return {};
  const std::string& wanted = bench.subject().plugin_id;
  std::string known;
  for (const Described& plugin : found->plugins) {
    if (plugin.id == wanted) return {};
    known += fmt::format("{}{}", known.empty() ? "" : ", ", plugin.id);
  }
  if (wanted.empty() && found->plugins.size() == 1) return {};
  if (wanted.empty())
    return refuse(Code::invalid_params, "the library holds several plugins",
                  "name one with --plugin: " + known);
  return refuse(Code::plugin_not_found,
                fmt::format("the library has no plugin '{}'; it has {}", wanted, known));
}

Finding find_out(Bench& bench, const Test& test) {
  const auto start = std::chrono::steady_clock::now();
  Finding finding{&test, test.run(bench)};
  finding.took_ms = std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - start).count();
  return finding;
}

void show(const Finding& finding, const Subject& subject, bool only_failed) {
  const bool bad = is_bad(finding.outcome);
  if (only_failed && !bad) return;
  fmt::print("{}\n", line_of(finding));
  if (bad || finding.outcome.status == Status::warning) fmt::print("{}", explanation(finding, subject));
  std::fflush(stdout);
}

}  // namespace

Result<int> check_plugin(const cli::CommandLine& line) {
  const auto subject = read_subject(line);
  if (!subject) return std::unexpected(subject.error());
  const auto tests = choose_tests(line, *subject);
  if (!tests) return std::unexpected(tests.error());
  Bench bench(*subject);
  if (auto clear = check_choice(bench); !clear) return std::unexpected(clear.error());
  const bool json = line.has("--json"), only_failed = line.has("--only-failed");
  std::vector<Finding> findings;
  for (const Test* test : *tests) {
    findings.push_back(find_out(bench, *test));
    if (!json) show(findings.back(), *subject, only_failed);
  }
  const bool bad = std::ranges::any_of(findings, [](const Finding& each) { return is_bad(each.outcome); });
  if (!json) fmt::print("{}", summary(findings, *subject));
  if (json) {
    if (only_failed) std::erase_if(findings, [](const Finding& each) { return !is_bad(each.outcome); });
    fmt::print("{}\n", boost::json::serialize(document(findings, *subject)));
  }
  return bad ? exit_with_findings : 0;
}

}  // namespace trawl::author
