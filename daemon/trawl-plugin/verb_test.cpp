// trawl-plugin test: replays recordings and compares what comes with what is expected. A test is a folder
// with a cassette, config.yaml (a trawl.yaml) and expect.jsonl.
#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <set>

#include "trawl-plugin/expectation.hpp"
#include "trawl-plugin/handlers.hpp"
#include "trawl-plugin/scrape.hpp"
#include "trawl-plugin/show.hpp"
#include "worker/process_launcher.hpp"

namespace trawl::author {
namespace {

namespace fs = std::filesystem;
using cassette::Cassette;
using cassette::Source;

constexpr const char* config_file = "config.yaml";
constexpr std::size_t most_lines = 50;  // of one test's differences; a page of them tells enough

enum class Way : std::uint8_t { compare, update, live };

struct Verdict {
  std::vector<std::string> lines;  // what is wrong; empty: nothing
  std::vector<std::string> notes;  // worth knowing, and no failure
  std::size_t items = 0;
};

bool is_test(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / config_file, ignored);
}

// The folders themselves where they are tests, else the tests in them, in order of name.
Result<std::vector<fs::path>> find_tests(std::vector<std::string> named) {
  if (named.empty()) named.emplace_back("tests");
  std::vector<fs::path> tests;
  for (const fs::path folder : named) {
    std::error_code fault;
    std::set<fs::path> inside;
    if (is_test(folder)) inside.insert(folder);
    if (inside.empty())
      for (const auto& entry : fs::directory_iterator(folder, fault))
        if (is_test(entry.path())) inside.insert(entry.path());
    if (inside.empty())
      return refuse(
          Code::invalid_params, fmt::format("{} holds no test", folder.string()),
          "a test is a folder with config.yaml, expect.jsonl and a cassette, which trawl-plugin run "
          "-c DIR/config.yaml --record DIR makes");
    tests.insert(tests.end(), inside.begin(), inside.end());
  }
  return tests;
}

Result<Scraped> run_test(const Installation& installed, const fs::path& folder, const fs::path& library,
                         Way way) {
  const auto recorded = Cassette::open(folder);
  if (!recorded) return std::unexpected(recorded.error());
  asio::io_context io;
  const auto launcher = worker::make_process_launcher(io.get_executor(), installed.worker);
  const bool live = way == Way::live;
  const auto subject = find_subject(io, *launcher, installed,
                                    {.config = folder / config_file,
                                     .platform = recorded->header.platform,
                                     .library = library,
                                     .offline = !live});
  if (!subject) return std::unexpected(subject.error());
  Scrape wish;
  wish.source = live ? Source::network : Source::cassette;
  if (!live) wish.cassette = folder;
  return scrape(io, *launcher, *subject, std::move(wish));
}

void judge_replay(const Scraped& scraped, Verdict& verdict) {
  for (const std::string& question : scraped.unmatched)
    verdict.lines.push_back(
        fmt::format("! {} is not recorded; run --record DIR --mode add fetches it", question));
  for (const auto& exchange : scraped.unplayed)
    verdict.notes.push_back(
        fmt::format("{} is recorded and was not asked for", to_string(exchange.question)));
  for (const auto& error : scraped.errors)
    if (error.severity == model::Severity::warning) verdict.notes.push_back(error_text(error, nullptr));
}

// Below an error that is a surprise: where to look.
void add_pages(const Scraped& scraped, Verdict& verdict) {
  std::set<fs::path> pages;
  for (const auto& error : scraped.errors)
    if (error.severity == model::Severity::error && scraped.cassette)
      if (auto page = page_of(error.url, *scraped.cassette); !page.empty()) pages.insert(std::move(page));
  for (const auto& page : pages) verdict.lines.push_back(fmt::format("  the page: {}", page.string()));
}

Result<Verdict> judge_test(const Installation& installed, const fs::path& folder, const fs::path& library,
                           Way way) {
  std::optional<Expectation> expected;
  if (way != Way::update) {
    auto read = read_expectation(folder);
    if (!read) return std::unexpected(std::move(read.error()));
    expected = std::move(*read);
  }
  const auto scraped = run_test(installed, folder, library, way);
  if (!scraped) return std::unexpected(scraped.error());
  const Expectation found = outcome_of(scraped->items, scraped->errors);
  Verdict verdict{.items = scraped->items.size()};
  judge_replay(*scraped, verdict);
  if (way == Way::update) {
    if (verdict.lines.empty())
      if (auto written = write_expectation(folder, found); !written) return std::unexpected(written.error());
    return verdict;
  }
  auto lines = way == Way::live ? shape_differences(*expected, found) : differences(*expected, found);
  std::ranges::move(lines, std::back_inserter(verdict.lines));
  if (way == Way::live)
    for (const auto& error : scraped->errors) verdict.notes.push_back(error_text(error, nullptr));
  if (!verdict.lines.empty() && found.errors != expected->errors) add_pages(*scraped, verdict);
  return verdict;
}

void print(const fs::path& folder, const Verdict& verdict) {
  fmt::print("{}  {}  {} item(s)\n", verdict.lines.empty() ? "ok  " : "FAIL", folder.string(), verdict.items);
  for (std::size_t i = 0; i < std::min(verdict.lines.size(), most_lines); ++i)
    fmt::print("      {}\n", verdict.lines[i]);
  if (verdict.lines.size() > most_lines)
    fmt::print("      and {} lines more\n", verdict.lines.size() - most_lines);
  for (const std::string& note : verdict.notes) fmt::print("      note: {}\n", note);
  std::fflush(stdout);
}

}  // namespace

Result<int> test_plugin(const cli::CommandLine& line) {
  const Way way = line.has("--update") ? Way::update : line.has("--live") ? Way::live : Way::compare;
  const auto tests = find_tests(line.arguments);
  if (!tests) return std::unexpected(tests.error());
  const auto installed = find_installation();
  if (!installed) return std::unexpected(installed.error());
  const fs::path library = line.value("--library");
  std::size_t failed = 0;
  for (const fs::path& folder : *tests) {
    auto verdict = judge_test(*installed, folder, library, way);
    if (!verdict) {
      std::vector<std::string> lines{verdict.error().message};
      if (!verdict.error().hint.empty()) lines.push_back(verdict.error().hint);
      verdict = Verdict{.lines = std::move(lines)};
    }
    failed += verdict->lines.empty() ? 0 : 1;
    print(folder, *verdict);
  }
  fmt::print("{} of {} test(s) {}\n", tests->size() - failed, tests->size(),
             way == Way::update ? "written" : "passed");
  return failed == 0 ? 0 : 1;
}

}  // namespace trawl::author
