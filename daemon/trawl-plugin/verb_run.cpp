// trawl-plugin run: a plugin at work, on the site or on a recording of it.
#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <cstdio>

#include "trawl-plugin/handlers.hpp"
#include "trawl-plugin/scrape.hpp"
#include "trawl-plugin/show.hpp"
#include "worker/process_launcher.hpp"

namespace trawl::author {
namespace {

using cassette::Mode;

Result<> choose_tape(const cli::CommandLine& line, Scrape& scrape) {
  const bool replays = line.has("--replay");
  scrape.cassette = line.value(replays ? "--replay" : "--record");
  if (replays && line.has("--mode"))
    return refuse(Code::invalid_params, "--replay never uses the network, whatever --mode says",
                  "--record DIR --mode add plays what is recorded and fetches the rest");
  if (scrape.cassette.empty()) {
    if (!line.has("--mode")) return {};
    return refuse(Code::invalid_params, "--mode says how to record, but not where to", "add --record DIR");
  }
  Mode mode = replays ? Mode::none : cassette::default_mode();
  if (line.has("--mode")) {
    const auto named = cassette::parse_mode(line.value("--mode"));
    if (!named) return std::unexpected(named.error());
    mode = *named;
  }
  const bool is_recorded = cassette::Cassette::exists(scrape.cassette);
  scrape.source = cassette::source_for(mode, is_recorded);
  if (mode == Mode::none && !is_recorded && !replays && !line.has("--mode"))
    return refuse(Code::invalid_params,
                  fmt::format("{} holds no cassette, and nothing is recorded where CI is set",
                              scrape.cassette.string()),
                  "record it on your own machine, or say --mode once");
  return {};
}

Result<> choose_numbers(const cli::CommandLine& line, Scrape& scrape) {
  constexpr std::int64_t most = 1'000'000'000;
  const auto items = line.integer("--max-items", 0, 1, most);
  if (!items) return std::unexpected(items.error());
  scrape.max_items = static_cast<std::uint64_t>(*items);
  const auto seed = line.integer("--seed", 0, 0, most);
  if (!seed) return std::unexpected(seed.error());
  if (line.has("--seed")) scrape.seed = static_cast<std::uint64_t>(*seed);
  return {};
}

void print_end(const Scraped& scraped) {
  for (const auto& error : scraped.errors)
    fmt::print(stderr, "{}\n", error_text(error, scraped.cassette ? &*scraped.cassette : nullptr));
  fmt::print(stderr, "{}: {} item(s), {} error(s) and warning(s)\n", name(scraped.status),
             scraped.items.size(), scraped.errors.size());
}

}  // namespace

Result<int> run_plugin(const cli::CommandLine& line) {
  Wanted wanted;
  wanted.config = line.value("-c", "trawl.yaml");
  wanted.platform = line.value("--platform");
  if (!line.arguments.empty()) wanted.library = line.arguments[0];
  Scrape wish;
  if (auto chosen = choose_tape(line, wish); !chosen) return std::unexpected(chosen.error());
  if (auto chosen = choose_numbers(line, wish); !chosen) return std::unexpected(chosen.error());
  wanted.offline = wish.source == cassette::Source::cassette;
  wish.on_item = [](const model::Item& item) {
    fmt::print("{}\n", item_line(item));
    std::fflush(stdout);
  };
  if (line.has("--trace"))
    wish.on_answer = [](const std::string& answer) { fmt::print(stderr, "{}\n", answer); };

  const auto installed = find_installation();
  if (!installed) return std::unexpected(installed.error());
  asio::io_context io;
  const auto launcher = worker::make_process_launcher(io.get_executor(), installed->worker);
  const auto subject = find_subject(io, *launcher, *installed, wanted);
  if (!subject) return std::unexpected(subject.error());
  const auto scraped = scrape(io, *launcher, *subject, std::move(wish));
  if (!scraped) return std::unexpected(scraped.error());
  print_end(*scraped);
  return exit_code(scraped->status);
}

}  // namespace trawl::author
