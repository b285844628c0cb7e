// JSON values: access by type and by member name; writing.
#include <cmath>
#include <trawl/json.hpp>

namespace trawl::json {
value::value() = default;
value::value(bool boolean) : data_(boolean) {}
value::value(std::int64_t integer) : data_(integer) {}
value::value(std::uint64_t integer) : data_(integer) {}
value::value(double number) : data_(number) {}
value::value(std::string text) : data_(std::move(text)) {}
value::value(json::array items) : data_(std::move(items)) {}
value::value(json::object members) : data_(std::move(members)) {}
value::value(const value&) = default;
value::value(value&&) noexcept = default;
value& value::operator=(const value&) = default;
value& value::operator=(value&&) noexcept = default;
value::~value() = default;

bool value::is_number() const {
  return std::holds_alternative<std::int64_t>(data_) || std::holds_alternative<std::uint64_t>(data_) ||
         std::holds_alternative<double>(data_);
}

std::optional<bool> value::as_bool() const {
  if (const auto* boolean = std::get_if<bool>(&data_)) return *boolean;
  return std::nullopt;
}

std::optional<std::int64_t> value::as_int64() const {
  if (const auto* integer = std::get_if<std::int64_t>(&data_)) return *integer;
  const auto* number = std::get_if<double>(&data_);
  if (number && std::trunc(*number) == *number && std::abs(*number) < 9.0e18) {
    return static_cast<std::int64_t>(*number);
  }
  return std::nullopt;
}

std::optional<double> value::as_double() const {
  if (const auto* number = std::get_if<double>(&data_)) return *number;
  if (const auto* integer = std::get_if<std::int64_t>(&data_)) return static_cast<double>(*integer);
  if (const auto* integer = std::get_if<std::uint64_t>(&data_)) return static_cast<double>(*integer);
  return std::nullopt;
}

const value* value::find(std::string_view name) const {
  if (const auto* members = as_object()) {
    for (const member& each : *members) {
      if (each.name == name) return &each.value;
    }
  }
  return nullptr;
}

std::string value::string_at(std::string_view pointer, std::string_view fallback) const {
  const value* found = at(pointer);
  const std::string* text = found ? found->as_string() : nullptr;
  return text ? *text : std::string(fallback);
}

std::int64_t value::int64_at(std::string_view pointer, std::int64_t fallback) const {
  const value* found = at(pointer);
  return found ? found->as_int64().value_or(fallback) : fallback;
}

bool value::bool_at(std::string_view pointer, bool fallback) const {
  const value* found = at(pointer);
  return found ? found->as_bool().value_or(fallback) : fallback;
}

void value::write(writer& out) const {
  if (const auto* items = as_array()) {
    out.begin_array();
    for (const value& each : *items) each.write(out);
    out.end_array();
  } else if (const auto* members = as_object()) {
    out.begin_object();
    for (const member& each : *members) {
      out.key(each.name);
      each.value.write(out);
    }
    out.end_object();
  } else if (const auto* text = as_string()) {
    out.value(*text);
  } else if (const auto* boolean = std::get_if<bool>(&data_)) {
    out.value(*boolean);
  } else if (const auto* integer = std::get_if<std::int64_t>(&data_)) {
    out.value(*integer);
  } else if (const auto* large = std::get_if<std::uint64_t>(&data_)) {
    out.value(*large);
  } else if (const auto* number = std::get_if<double>(&data_)) {
    out.value(*number);
  } else {
    out.value(nullptr);
  }
}

std::string value::text() const {
  writer out;
  write(out);
  return std::move(out).text();
}

}  // namespace trawl::json
