// The group "contract": the rules at the top of trawl/plugin.h, kept while the plugin runs.
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <set>

#include "settings/schema.hpp"
#include "trawl-plugin/check/tests.hpp"

namespace trawl::author::check {
namespace {

namespace json = boost::json;

// What the worker says of itself when it ends a plugin that did this.
bool died_saying(const Observation& seen, std::string_view words) {
  return seen.seen.exit && seen.seen.exit->last_words.find(words) != std::string::npos;
}

// The plain run keeps the rule: the worker has told no breach of it.
Outcome no_breach(Bench& bench, std::string_view rule) {
  if (auto why = bench.why_not_run(); !why.empty()) return skipped(std::move(why));
  const wire::Breach* breach = bench.plain_run().breach(rule);
  return breach ? failed(breach->text) : success();
}

// A run under other circumstances gives what the plain run gave.
Outcome same_items(Bench& bench, const Experiment& experiment, std::string_view circumstances) {
  if (auto why = bench.why_not_run(); !why.empty()) return skipped(std::move(why));
  const Observation seen = bench.run(experiment);
  if (auto death = Bench::death_of(seen)) return *death;
  const std::string other = difference(bench.plain_run().result.items, seen.result.items);
  return other.empty() ? success() : failed(fmt::format("{}: {}", circumstances, other));
}

// What the schema says against a JSON text: the first fault, or nothing.
std::string fault_of(const std::string& text, const settings::Schema& schema, std::string_view subject) {
  settings::Faults faults("", text);
  if (const auto tree = settings::parse_tree(text, faults)) schema.check(*tree, subject, faults);
  const auto found = faults.take();
  return found.empty() ? std::string() : found.front().message;
}

// Those that the author gives and those that the schema names.
std::set<std::string> keys_of_configuration(const json::object& config, const std::string& schema_text) {
  std::set<std::string> keys;
  for (const auto& [key, value] : config) keys.emplace(key);
  boost::system::error_code fault;
  const json::value schema = json::parse(schema_text, fault);
  const json::value* properties = fault ? nullptr : schema.find_pointer("/properties", fault);
  if (properties && properties->is_object())
    for (const auto& [key, value] : properties->get_object()) keys.emplace(key);
  return keys;
}

}  // namespace

Outcome runs(Bench& bench) {
  const auto why = bench.why_not_run();
  if (!bench.examination() || (!why.empty() && !why.starts_with("the plain run"))) return skipped(why);
  const Observation& seen = bench.plain_run();
  if (auto death = Bench::death_of(seen)) return *death;
  if (!bench.candidate().cassette && seen.seen.fetches > 0)
    return warning(fmt::format("it asks for {}; give a --cassette, without which most tests see little",
                               seen.seen.urls.front()));
  if (!seen.unmatched.empty())
    return warning(fmt::format("it asks for what is not on the cassette: {}", seen.unmatched.front()));
  if (seen.seen.done->status != 0)
    return failed(fmt::format("run() returned {} on the cassette: {}", seen.seen.done->status,
                              seen.result.end.errors.empty() ? "" : seen.result.end.errors.front().message));
  if (seen.result.items.empty()) return warning("it gives no items, so that the tests see little");
  return success(fmt::format("{} items from {} pages", seen.result.items.size(), seen.seen.fetches));
}

Outcome releases_each_response_once(Bench& bench) {
  if (bench.why_not_run().empty()) return no_breach(bench, "release");
  if (bench.examination() && died_saying(bench.plain_run(), "read a response after its release"))
    return failed("it read a response after its release or beyond its end");
  return skipped(bench.why_not_run());
}

Outcome calls_from_one_thread(Bench& bench) {
  if (bench.why_not_run().empty()) return success();
  if (bench.examination() && died_saying(bench.plain_run(), "from another thread"))
    return failed("it called trawl_api from another thread than the one that called run()");
  return skipped(bench.why_not_run());
}

Outcome calls_only_while_it_runs(Bench& bench) {
  if (bench.why_not_run().empty()) return no_breach(bench, "thread");
  if (bench.examination() && died_saying(bench.plain_run(), "after run() had returned"))
    return failed("it called trawl_api after run() had returned");
  return skipped(bench.why_not_run());
}

Outcome items_are_json_objects(Bench& bench) {
  return no_breach(bench, "emit");
}

Outcome keys_are_unique(Bench& bench) {
  return no_breach(bench, "duplicate");
}

Outcome state_is_valid(Bench& bench) {
  return no_breach(bench, "state");
}

Outcome items_fit_their_schema(Bench& bench) {
  if (auto why = bench.why_not_run(); !why.empty()) return skipped(std::move(why));
  if (bench.plugin().item_schemas.empty()) return skipped("it has no item_schemas");
  boost::system::error_code fault;
  const json::value schemas = json::parse(bench.plugin().item_schemas, fault);
  if (fault || !schemas.is_object()) return skipped("its item_schemas cannot be read");
  std::map<std::string, settings::Schema> by_type;
  for (const auto& [type, text] : schemas.get_object())
    if (auto schema = settings::Schema::parse(json::serialize(text)))
      by_type.emplace(type, std::move(*schema));
  for (const model::Item& item : bench.plain_run().result.items) {
    const auto schema = by_type.find(item.kind);
    if (schema == by_type.end()) return warning(fmt::format("its items '{}' have no schema", item.kind));
    const std::string fault =
        fault_of(item.data, schema->second, fmt::format("{} '{}'", item.kind, item.key));
    if (!fault.empty()) return failed(fault);
  }
  return success();
}

Outcome window_of_one(Bench& bench) {
  return same_items(bench, {.window = 1}, "with a window of one request");
}

Outcome tolerates_unknown_codes(Bench& bench) {
  if (auto why = bench.why_not_run(); !why.empty()) return skipped(std::move(why));
  if (bench.plain_run().seen.fetches == 0) return skipped("it asks for no page");
  constexpr std::int32_t unknown_net = 99;
  const auto death = Bench::death_of(bench.run({.interference = {.net = unknown_net}}));
  return death.value_or(success());
}

Outcome tolerates_later_minor(Bench& bench) {
  return same_items(bench, {.interference = {.later_minor = true}},
                    "when structs are larger and have flags it does not know");
}

Outcome survives_any_configuration(Bench& bench) {
  if (auto why = bench.why_not_run(); !why.empty()) return skipped(std::move(why));
  const json::object config = json::parse(bench.candidate().config).as_object();
  const auto keys = keys_of_configuration(config, bench.plugin().config_schema);
  if (keys.empty()) return skipped("its configuration has no keys");
  const auto schema = settings::Schema::parse(bench.plugin().config_schema);
  const json::value substitutes[] = {nullptr, "",  " ",  "\xC3\xA4\xE2\x82\xAC", 0,
                                     -1,      1.5, true, json::array(),          json::object()};
  std::size_t tried = 0;
  for (const std::string& key : keys) {
    for (const json::value& substitute : substitutes) {
      json::object changed = config;
      changed[key] = substitute;
      const std::string text = json::serialize(changed);
      if (schema && !fault_of(text, *schema, "config").empty()) continue;  // the plugin never sees it
      ++tried;
      const auto death = Bench::death_of(bench.run({.config = text}));
      if (death && death->status == Status::crashed)  // it may well take long
        return crashed(fmt::format("with /{} = {} in the configuration: {}", key, json::serialize(substitute),
                                   death->seen));
    }
  }
  return success(fmt::format("{} configurations", tried));
}

}  // namespace trawl::author::check
