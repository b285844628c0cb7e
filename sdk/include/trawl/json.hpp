// trawl/json.hpp - reads JSON into values. C++17; any thread; link trawl-sdk::json.
// Writing needs no library: see trawl/json_writer.hpp.
#pragma once

#include <trawl/json_writer.hpp>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace trawl::json {

// The text is no JSON that this library takes; what() says why in one sentence.
class parse_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A JSON Pointer, a JSONPath query or a regular expression in one that cannot be understood. what() names the
// text, the column and the reason.
class syntax_error : public std::invalid_argument {
 public:
  syntax_error(const char* language, std::string_view text, std::size_t column, const std::string& why);

  std::size_t column() const { return column_; }      // in characters, from 1
  const std::string& reason() const { return why_; }  // a sentence without the place

 private:
  std::size_t column_;
  std::string why_;
};

class value;
struct member;
using array = std::vector<value>;
using object = std::vector<member>;  // in the order of the text; no name occurs twice

// One JSON value. A plain value: copying copies everything below it.
class value {
 public:
  value();  // null
  explicit value(bool boolean);
  explicit value(std::int64_t integer);
  explicit value(std::uint64_t integer);
  explicit value(double number);
  explicit value(std::string text);
  explicit value(json::array items);
  explicit value(json::object members);
  value(const value&);
  value(value&&) noexcept;
  value& operator=(const value&);
  value& operator=(value&&) noexcept;
  ~value();

  bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  bool is_number() const;

  // What the value holds, or nothing when it holds something else. Pointers live as long as the value.
  std::optional<bool> as_bool() const;
  std::optional<std::int64_t> as_int64() const;  // numbers without fraction that fit
  std::optional<double> as_double() const;       // every number
  const std::string* as_string() const { return std::get_if<std::string>(&data_); }
  const json::array* as_array() const { return std::get_if<json::array>(&data_); }
  const json::object* as_object() const { return std::get_if<json::object>(&data_); }

  // The member of that name; null when there is none or this is no object.
  const value* find(std::string_view name) const;

  // RFC 6901: "" is the value itself, "/a/0" its first item of member "a". Null when nothing is there
  // or the pointer is malformed.
  const value* at(std::string_view pointer) const;

  // Shorthands for at(): the text, number or flag at the pointer, or the given fallback.
  std::string string_at(std::string_view pointer, std::string_view fallback = {}) const;
  std::int64_t int64_at(std::string_view pointer, std::int64_t fallback = 0) const;
  bool bool_at(std::string_view pointer, bool fallback = false) const;

  // As JSON, without white space; members in their order.
  void write(writer& out) const;
  std::string text() const;

 private:
  std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, json::array,
               json::object>
      data_;
};

struct member {
  std::string name;
  json::value value;
};

// A compiled JSON Pointer (RFC 6901): "" is the whole document, "/a/0" the first item of its member "a"; in
// names, "~1" stands for "/" and "~0" for "~". A plain value.
class pointer {
 public:
  pointer() = default;                      // ""
  explicit pointer(std::string_view text);  // throws syntax_error

  const value* find(
      const value& document) const;  // null when nothing is there; lives as long as the document

  // The last value on the way that is there, and the pointer to it: what to show when find() gives null.
  struct reach {
    const json::value* value;
    std::string pointer;
  };
  reach nearest(const value& document) const;

  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::vector<std::string> tokens_;  // unescaped
};

struct parse_options {
  std::size_t max_depth = 256;  // nested arrays and objects
};

// Strict RFC 8259: UTF-8 only, finite numbers only, one value and nothing after it. Of members with
// the same name the last one counts. Throws parse_error.
value parse(std::string_view text, parse_options options = {});

}  // namespace trawl::json
