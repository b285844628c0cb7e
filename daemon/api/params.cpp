#include "api/params.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>

#include "base/text.hpp"

namespace trawl::api {
namespace {

constexpr std::size_t max_name_bytes = 200;
constexpr std::array<std::string_view, 2> run_words{"last", "latest-failed"};

// The place in the parameters that a refusal speaks of: "/platforms/1".
std::unexpected<Error> wrong(const std::string& field, std::string problem, json::object data = {}) {
  data["field"] = "/" + field;
  std::string named = field;
  std::ranges::replace(named, '/', ' ');
  return refuse(Code::invalid_params, fmt::format("{} {}", named, problem), {}, std::move(data));
}

std::vector<std::string> copies(std::span<const std::string_view> words) {
  return {words.begin(), words.end()};
}

json::array to_array(std::span<const std::string_view> words) {
  json::array array;
  for (std::string_view word : words) array.emplace_back(word);
  return array;
}

Result<> check_word(const std::string& field, const json::string& word,
                    std::span<const std::string_view> one_of) {
  if (one_of.empty() || std::ranges::find(one_of, std::string_view(word)) != one_of.end()) return {};
  const auto words = copies(one_of);
  return wrong(
      field,
      fmt::format("must be {}, not '{}'{}", join(words, " or "), escape_controls(std::string_view(word)),
                  did_you_mean(std::string_view(word), words)),
      {{"allowed", to_array(one_of)}});
}

Result<> check_text(const Param& param, const json::value& value) {
  const std::string field(param.name);
  if (!value.is_string()) return wrong(field, "must be a string");
  const json::string& text = value.get_string();
  const auto size = static_cast<std::int64_t>(text.size());
  if (size < param.min)
    return wrong(field, param.min == 1 ? "must not be empty" : "is too short", {{"min_bytes", param.min}});
  if (size > param.max)
    return wrong(field, fmt::format("has {} bytes, more than {}", size, param.max),
                 {{"max_bytes", param.max}});
  return check_word(field, text, param.one_of);
}

Result<> check_integer(const Param& param, const json::value& value) {
  const std::string field(param.name);
  if (!value.is_int64()) return wrong(field, "must be an integer");
  const std::int64_t number = value.get_int64();
  if (number >= param.min && number <= param.max) return {};
  return wrong(field, fmt::format("must be between {} and {}, not {}", param.min, param.max, number),
               {{"min", param.min}, {"max", param.max}});
}

Result<> check_names(const Param& param, const json::value& value) {
  const std::string field(param.name);
  if (!value.is_array()) return wrong(field, "must be an array of strings");
  const json::array& names = value.get_array();
  const auto size = static_cast<std::int64_t>(names.size());
  if (size > param.max)
    return wrong(field, fmt::format("has {} elements, more than {}", size, param.max),
                 {{"max_elements", param.max}});
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string place = fmt::format("{}/{}", field, i);
    if (!names[i].is_string()) return wrong(place, "must be a string");
    const json::string& word = names[i].get_string();
    if (word.empty() || word.size() > max_name_bytes)
      return wrong(place, fmt::format("must have 1 to {} bytes", max_name_bytes));
    if (auto checked = check_word(place, word, param.one_of); !checked) return checked;
  }
  return {};
}

Result<> check_run(const Param& param, const json::value& value) {
  const bool id = value.is_int64() && value.get_int64() >= 1;
  const bool word = value.is_string() &&
                    std::ranges::find(run_words, std::string_view(value.get_string())) != run_words.end();
  if (id || word) return {};
  return wrong(std::string(param.name),
               "must be a run's id (an integer from 1), \"last\" or \"latest-failed\"",
               {{"allowed", to_array(run_words)}});
}

Result<> check_request_id(const Param& param, const json::value& value) {
  if (value.is_string() || value.is_int64()) return {};
  return wrong(std::string(param.name), "must be a request's id: a string or an integer");
}

Result<> check_time(const Param& param, const json::value& value) {
  if (value.is_string() && parse_rfc3339(std::string_view(value.get_string()))) return {};
  return wrong(std::string(param.name), "must be an instant like 2026-11-23T14:00:00Z");
}

Result<> check_key(const Param& param, const json::value& value) {
  const auto printable = [](char c) { return c > ' ' && c <= '~'; };
  if (value.is_string() && !value.get_string().empty() && value.get_string().size() <= 64 &&
      std::ranges::all_of(value.get_string(), printable))
    return {};
  return wrong(std::string(param.name), "must be 1 to 64 printable ASCII characters without spaces");
}

Result<> check_value(const Param& param, const json::value& value) {
  switch (param.type) {
    case Type::text:
      return check_text(param, value);
    case Type::integer:
      return check_integer(param, value);
    case Type::flag:
      return value.is_bool() ? Result<>() : wrong(std::string(param.name), "must be true or false");
    case Type::names:
      return check_names(param, value);
    case Type::run:
      return check_run(param, value);
    case Type::request_id:
      return check_request_id(param, value);
    case Type::time:
      return check_time(param, value);
    case Type::key:
      return check_key(param, value);
    case Type::object:
      return value.is_object() ? Result<>() : wrong(std::string(param.name), "must be an object");
  }
  return {};
}

Result<json::object> by_name(std::string_view method, std::span<const Param> declared,
                             const json::value* given) {
  if (!given) return json::object();
  if (given->is_object()) return given->get_object();
  const json::array& positional = given->get_array();
  if (positional.size() > declared.size())
    return refuse(Code::invalid_params,
                  fmt::format("{} takes {} parameters, not {}", method, declared.size(), positional.size()));
  json::object named;
  for (std::size_t i = 0; i < positional.size(); ++i)
    if (!positional[i].is_null()) named[declared[i].name] = positional[i];
  return named;
}

std::unexpected<Error> unknown(std::string_view method, std::span<const Param> declared,
                               std::string_view name) {
  std::vector<std::string> names;
  for (const Param& param : declared) names.emplace_back(param.name);
  json::object data{{"field", fmt::format("/{}", name)},
                    {"allowed", json::array(names.begin(), names.end())}};
  if (const std::string near = nearest(name, names); !near.empty()) data["suggestions"] = json::array{near};
  return refuse(
      Code::unknown_param,
      fmt::format("{} has no parameter '{}'{}", method, escape_controls(name), did_you_mean(name, names)),
      names.empty() ? "it takes none" : fmt::format("it takes {}", join(names, ", ")), std::move(data));
}

}  // namespace

Result<Params> check_params(std::string_view method, std::span<const Param> declared,
                            const json::value* given) {
  auto named = by_name(method, declared, given);
  if (!named) return std::unexpected(named.error());
  for (const auto& member : *named)
    if (std::ranges::find(declared, std::string_view(member.key()), &Param::name) == declared.end())
      return unknown(method, declared, member.key());
  for (const Param& param : declared) {
    const json::value* value = named->if_contains(param.name);
    if (value) {
      if (auto checked = check_value(param, *value); !checked) return std::unexpected(checked.error());
    } else if (param.required) {
      return wrong(std::string(param.name), fmt::format("is missing; {} needs it", method));
    } else if (!param.fallback.is_null()) {
      (*named)[param.name] = param.fallback;
    }
  }
  Params params;
  params.values_ = std::move(*named);
  return params;
}

std::string Params::text(std::string_view name) const {
  const json::value* value = find(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::optional<std::int64_t> Params::integer(std::string_view name) const {
  const json::value* value = find(name);
  return value && value->is_int64() ? std::optional(value->get_int64()) : std::nullopt;
}

bool Params::flag(std::string_view name) const {
  const json::value* value = find(name);
  return value && value->is_bool() && value->get_bool();
}

std::vector<std::string> Params::names(std::string_view name) const {
  std::vector<std::string> names;
  if (const json::value* value = find(name); value && value->is_array())
    for (const json::value& element : value->get_array()) names.emplace_back(element.get_string());
  return names;
}

std::optional<Time> Params::time(std::string_view name) const {
  const json::value* value = find(name);
  if (!value) return std::nullopt;
  const auto time = parse_rfc3339(std::string_view(value->get_string()));
  return time ? std::optional(*time) : std::nullopt;
}

}  // namespace trawl::api
