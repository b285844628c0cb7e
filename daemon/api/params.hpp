// Parameters: how they are described, the one strict check, and the checked values a handler reads.
// Pure; any thread.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"

namespace trawl::api {

namespace json = boost::json;

enum class Type : std::uint8_t {
  text,        // a string; min and max count its bytes
  integer,     // min and max bound its value
  flag,        // true or false
  names,       // an array of strings; min and max count its elements, each 1 to 200 bytes
  run,         // a run's id, or "last" or "latest-failed"
  request_id,  // a string or an integer, as in a request's id
  time,        // RFC 3339
  key,         // 1 to 64 printable ASCII characters
  object,      // an object whose members the handler checks
};

struct Param {
  std::string_view name;
  Type type = Type::text;
  std::string_view about;
  bool required = false;
  std::int64_t min = std::numeric_limits<std::int64_t>::min();
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
  std::vector<std::string_view> one_of = {};  // of text, and of the elements of names
  json::value fallback = {};                  // taken when absent; null: stays absent
};

// Parameters that a method has declared and that were checked; absent ones were given their fallback.
class Params {
 public:
  bool has(std::string_view name) const { return values_.contains(name); }
  std::string text(std::string_view name) const;  // empty when absent
  std::optional<std::int64_t> integer(std::string_view name) const;
  bool flag(std::string_view name) const;  // false when absent
  std::vector<std::string> names(std::string_view name) const;
  std::optional<Time> time(std::string_view name) const;
  const json::value* find(std::string_view name) const { return values_.if_contains(name); }
  const json::object& values() const { return values_; }

 private:
  friend Result<Params> check_params(std::string_view, std::span<const Param>, const json::value*);
  json::object values_;
};

// Checks what came with a request for `method`. An array is taken in the declared order; null elements
// stand for absent ones. Refusals: unknown_param (with the nearest name), invalid_params; both name the
// place as a JSON Pointer in data.field.
Result<Params> check_params(std::string_view method, std::span<const Param> declared,
                            const json::value* given);

// JSON Schema of a parameter's value.
json::object schema(const Param&);

}  // namespace trawl::api
