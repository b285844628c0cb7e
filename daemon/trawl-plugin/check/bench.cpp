#include "trawl-plugin/check/bench.hpp"

#include <fmt/format.h>
#include <string.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <set>

#include "settings/fault.hpp"
#include "settings/schema.hpp"
#include "settings/tree.hpp"
#include "worker/process_launcher.hpp"

namespace trawl::author::check {
namespace {

constexpr unsigned most_fetches = 200;  // of a plugin without a cassette
constexpr Millis shortest_limit{5'000};
constexpr Millis limit_per_plain_run{30};  // so many times what the plain run took

std::string last_line(std::string_view words) {
  while (words.ends_with('\n')) words.remove_suffix(1);
  const auto line = words.rfind('\n');
  return std::string(line == words.npos ? words : words.substr(line + 1));
}

bool exceeded_time(const engine::Finish& end) {
  return std::ranges::any_of(end.errors,
                             [](const auto& error) { return error.kind == model::ErrorKind::deadline; });
}

// Where the plugin was, as the engine's own words for its death say it.
std::string place_of_death(const engine::Finish& end) {
  for (auto error = end.errors.rbegin(); error != end.errors.rend(); ++error)
    if (error->severity == model::Severity::error && !error->url.empty())
      return fmt::format(" while handling {}", error->url);
  return {};
}

}  // namespace

std::size_t Observation::reported() const {
  return result.end.errors.size() - std::min(result.end.errors.size(), result.end.breaches.size());
}

const wire::Breach* Observation::breach(std::string_view rule) const {
  const auto found = std::ranges::find(result.end.breaches, rule, &wire::Breach::rule);
  return found == result.end.breaches.end() ? nullptr : &*found;
}

const Described& Bench::plugin() const {
  const auto& plugins = examination()->plugins;
  const auto found = std::ranges::find(plugins, candidate_.plugin_id, &Described::id);
  return found == plugins.end() ? plugins.front() : *found;
}

Observation Bench::run(const Experiment& experiment) {
  asio::io_context io;
  const auto launcher = worker::make_process_launcher(io.get_executor(), candidate_.worker);
  const cassette::Cassette& recording = candidate_.cassette ? *candidate_.cassette : empty_;
  Site site(recording, io.get_executor(), experiment.shuffle_seed, experiment.mishap);
  Observation seen;
  Interference interference = experiment.interference;
  if (!interference.most_fetches)
    interference.most_fetches = most_fetches + 10 * static_cast<unsigned>(recording.exchanges().size());
  Tap tap(*launcher, interference, seen.seen);

  Trial trial;
  trial.plugin = candidate_.file;
  trial.plugin_id = plugin().id;
  trial.config = experiment.config.value_or(candidate_.config);
  trial.state = experiment.state;
  trial.now_us = recording.header.now_us;
  trial.seed = recording.header.seed;
  trial.max_in_flight = experiment.window;
  trial.limits.memory = 1536ULL << 20;  // a worker's usual gigabyte, and what the replay's vault reserves
  trial.time_limit = seen.time_limit = time_limit_;
  trial.on_waiting = site.on_waiting();
  seen.result = run_trial(tap, site, io, std::move(trial));
  io.restart();
  io.poll();  // what the end has cut off ends now
  seen.asked = site.asked();
  seen.unmatched = site.unmatched();
  return seen;
}

const Observation& Bench::plain_run() {
  if (!plain_) {
    const auto start = std::chrono::steady_clock::now();
    plain_ = run({});
    const auto took = std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - start);
    if (plain_->ended_well()) time_limit_ = std::max(shortest_limit, limit_per_plain_run.count() * took);
  }
  return *plain_;
}

std::string Bench::why_not_start() const {
  if (!examination()) return "the library cannot be loaded: see load.opens";
  const std::string& text = plugin().config_schema;
  if (text.empty()) return {};
  auto schema = settings::Schema::parse(text);
  if (!schema) return "its config_schema cannot be read: see describe.schema";
  settings::Faults faults("config", candidate_.config);
  const auto tree = settings::parse_tree(candidate_.config, faults);
  if (tree) schema->check(*tree, "config", faults);
  const auto found = faults.take();
  if (found.empty()) return {};
  return fmt::format(
      "{}: {}",
      !candidate_.config_file.empty() ? "the configuration does not fit" : "give a configuration with -c",
      found.front().message);
}

std::string Bench::why_not_run() {
  if (auto why = why_not_start(); !why.empty()) return why;
  if (!plain_run().ended_well()) return "the plain run does not come to its end: see contract.runs";
  return {};
}

std::optional<Outcome> Bench::death_of(const Observation& seen) {
  if (seen.seen.load_fault)
    return failed(fmt::format("the plugin cannot be used: {}", *seen.seen.load_fault));
  if (seen.seen.asked_too_much)
    return failed(fmt::format("it asked for {} pages, again and again {}", seen.seen.fetches,
                              seen.seen.urls.empty() ? "" : seen.seen.urls.back()));
  if (seen.ended_well() || seen.seen.was_killed) return std::nullopt;
  if (exceeded_time(seen.result.end))
    return failed(fmt::format("it did not end within {}{}", format_duration(seen.time_limit),
                              place_of_death(seen.result.end)));
  if (!seen.seen.exit) return failed("it could not be started");
  const worker::Exit& exit = *seen.seen.exit;
  const std::string words = last_line(exit.last_words);
  const std::string said = words.empty() ? "" : fmt::format("; it said: {}", words);
  const std::string place = place_of_death(seen.result.end);
  if (exit.signal != 0)
    return crashed(fmt::format("signal {} ({}){}{}", exit.signal, ::strsignal(exit.signal), place, said));
  return crashed(
      fmt::format("its process exited with code {} before run() returned{}{}", exit.code, place, said));
}

namespace {

using Identity = std::pair<std::string, std::string>;

std::string shown(const Identity& identity) {
  return fmt::format("{} '{}'", identity.first, identity.second);
}

}  // namespace

std::string missing_items(const std::vector<model::Item>& more, const std::vector<model::Item>& fewer) {
  constexpr std::size_t most_shown = 3;
  std::set<Identity> there;
  for (const model::Item& item : fewer) there.emplace(item.kind, item.key);
  std::set<Identity> missing;
  for (const model::Item& item : more)
    if (!there.contains({item.kind, item.key})) missing.emplace(item.kind, item.key);
  std::string text;
  std::size_t count = 0;
  for (const Identity& identity : missing) {
    if (count++ == most_shown) return fmt::format("{} and {} more", text, missing.size() - most_shown);
    text += fmt::format("{}{}", text.empty() ? "" : ", ", shown(identity));
  }
  return text;
}

std::string difference(const std::vector<model::Item>& one, const std::vector<model::Item>& other) {
  if (const auto missing = missing_items(one, other); !missing.empty())
    return fmt::format("{} came the first time only", missing);
  if (const auto missing = missing_items(other, one); !missing.empty())
    return fmt::format("{} came the second time only", missing);
  std::set<std::tuple<std::string, std::string, std::string>> known;
  for (const model::Item& item : one) known.emplace(item.kind, item.key, item.data);
  for (const model::Item& item : other)
    if (!known.contains({item.kind, item.key, item.data}))
      return fmt::format("{} has other contents: {:.200}", shown({item.kind, item.key}), item.data);
  return {};
}

}  // namespace trawl::author::check
