// The group "describe": what the plugins of the library say of themselves.
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <functional>
#include <regex>

#include "settings/canonical.hpp"
#include "settings/schema.hpp"
#include "trawl-plugin/check/tests.hpp"

namespace trawl::author::check {
namespace {

namespace json = boost::json;

// The same question to every plugin of the library: the worst answer counts.
Outcome for_each_plugin(Bench& bench, const std::function<Outcome(const Described&)>& ask) {
  const auto& found = bench.examination();
  if (!found) return skipped("the library cannot be loaded");
  Outcome worst = success();
  for (const Described& plugin : found->plugins) {
    Outcome outcome = ask(plugin);
    if (outcome.status == Status::success) continue;
    outcome.seen = fmt::format("{}: {}", plugin.id, outcome.seen);
    if (is_bad(outcome)) return outcome;
    worst = std::move(outcome);
  }
  return worst;
}

// A schema as JSON; nothing when there is none or it cannot be read, which is another test's business.
std::optional<json::value> schema_of(const Described& plugin) {
  boost::system::error_code fault;
  json::value schema = json::parse(plugin.config_schema, fault);
  if (fault || !schema.is_object()) return std::nullopt;
  return schema;
}

// Every place of a schema where a key of the configuration is described: its pointer in the schema, and what
// describes it.
using Visitor = std::function<void(const std::string& pointer, const json::object& key)>;

void visit_keys(const json::value& schema, const std::string& pointer, const Visitor& visit) {
  if (const json::array* list = schema.if_array()) {
    for (std::size_t i = 0; i < list->size(); ++i)
      visit_keys((*list)[i], settings::pointer_to(pointer, std::to_string(i)), visit);
    return;
  }
  const json::object* object = schema.if_object();
  if (!object) return;
  for (const auto& [name, value] : *object) {
    const std::string_view keyword(name.data(), name.size());
    const std::string below = settings::pointer_to(pointer, keyword);
    const bool holds_keys = keyword == "properties" || keyword == "patternProperties";
    const bool holds_named = keyword == "$defs" || keyword == "definitions";
    if ((holds_keys || holds_named) && value.is_object()) {
      for (const auto& [key, description] : value.get_object()) {
        const std::string at = settings::pointer_to(below, {key.data(), key.size()});
        if (holds_keys && description.is_object()) visit(at, description.get_object());
        visit_keys(description, at, visit);
      }
    } else if (keyword == "items" || keyword == "additionalProperties" || keyword == "anyOf" ||
               keyword == "oneOf" || keyword == "allOf") {
      visit_keys(value, below, visit);
    }
  }
}

// The schema of one key as a schema of its own, with the definitions that it may refer to.
std::string stand_alone(const json::object& key, const json::value& root) {
  json::object alone = key;
  for (const char* definitions : {"$defs", "definitions"})
    if (const json::value* found = root.get_object().if_contains(definitions)) alone[definitions] = *found;
  return json::serialize(alone);
}

std::string misfit(const std::string& schema_text, const std::string& value_text) {
  const auto schema = settings::Schema::parse(schema_text);
  if (!schema) return {};
  settings::Faults faults("", value_text);
  const auto tree = settings::parse_tree(value_text, faults);
  if (tree) schema->check(*tree, "default", faults);
  const auto found = faults.take();
  return found.empty() ? std::string() : found.front().message;
}

}  // namespace

Outcome version_is_a_version(Bench& bench) {
  return for_each_plugin(bench, [](const Described& plugin) {
    static const std::regex form(R"(\d+(\.\d+){1,3}([-+~][0-9A-Za-z.+~-]+)?)");
    if (std::regex_match(plugin.version, form)) return success();
    return failed(fmt::format("its version '{:.60}' is not of the form 1.2 or 1.2.3-rc1", plugin.version));
  });
}

Outcome schema_is_valid(Bench& bench) {
  return for_each_plugin(bench, [](const Described& plugin) {
    if (plugin.config_schema.empty())
      return warning("it has no config_schema: mistakes in its configuration are found only when it runs");
    const auto schema = settings::Schema::parse(plugin.config_schema);
    if (!schema)
      return failed(fmt::format("its config_schema is no JSON Schema: {}", schema.error().message));
    if (!schema->unsupported_keywords().empty())
      return warning(fmt::format("its config_schema has the keyword '{}', which trawl does not check",
                                 schema->unsupported_keywords().front()));
    return success();
  });
}

Outcome item_schemas_are_valid(Bench& bench) {
  return for_each_plugin(bench, [](const Described& plugin) {
    if (plugin.item_schemas.empty()) return success();
    boost::system::error_code fault;
    const json::value schemas = json::parse(plugin.item_schemas, fault);
    if (fault || !schemas.is_object())
      return failed("its item_schemas are no JSON object with one schema for each type of item");
    for (const auto& [type, schema] : schemas.get_object()) {
      const auto parsed = settings::Schema::parse(json::serialize(schema));
      if (!parsed)
        return failed(fmt::format("the schema of its items '{}' is none: {}", std::string_view(type),
                                  parsed.error().message));
    }
    return success();
  });
}

Outcome same_in_two_loads(Bench& bench) {
  const auto& first = bench.examination();
  if (!first) return skipped("the library cannot be loaded");
  const auto second = examine(bench.candidate().worker, bench.candidate().file);
  if (!second) return failed(fmt::format("it cannot be loaded a second time: {}", second.error().message));
  if (first->descriptors == second->descriptors) return success();
  return failed("it describes itself differently when it is loaded again; a descriptor is constant");
}

Outcome defaults_fit(Bench& bench) {
  return for_each_plugin(bench, [](const Described& plugin) {
    const auto schema = schema_of(plugin);
    if (!schema) return success();
    std::string fault;
    visit_keys(*schema, "", [&](const std::string& pointer, const json::object& key) {
      const json::value* value = key.if_contains("default");
      if (!value || !fault.empty()) return;
      const std::string why = misfit(stand_alone(key, *schema), json::serialize(*value));
      if (!why.empty()) fault = fmt::format("the default at {} breaks its own schema: {}", pointer, why);
    });
    return fault.empty() ? success() : failed(fault);
  });
}

Outcome keys_are_described(Bench& bench) {
  return for_each_plugin(bench, [](const Described& plugin) {
    const auto schema = schema_of(plugin);
    if (!schema) return success();
    std::string first;
    std::size_t count = 0;
    visit_keys(*schema, "", [&](const std::string& pointer, const json::object& key) {
      const json::value* text = key.if_contains("description");
      const bool refers = key.contains("$ref");
      if ((text && text->is_string() && !text->get_string().empty()) || refers) return;
      if (++count == 1) first = pointer;
    });
    if (count == 0) return success();
    return failed(
        fmt::format("{} key(s) of its config_schema have no description, the first at {}", count, first));
  });
}

Outcome says_what_it_is(Bench& bench) {
  return for_each_plugin(bench, [](const Described& plugin) {
    if (plugin.summary.empty()) return warning("it has no summary, which lists of plugins show");
    if (plugin.license.empty()) return warning("it names no license, without which others may not use it");
    return success();
  });
}

}  // namespace trawl::author::check
