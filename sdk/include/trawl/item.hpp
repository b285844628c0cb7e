// An item under construction: a JSON object written member by member.
//   trawl::item it;
//   it("title", text)("price", 3.5)("tags", tags);
// Values: text in UTF-8, numbers, bool, nullptr, another item, trawl::raw_json, std::optional of these (empty
// is null) and vectors of these. Everything is copied. Header-only; C++17; any thread, one item per thread.
#pragma once

#include <charconv>
#include <cmath>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "json_writer.hpp"

namespace trawl {

// JSON text that goes into an item as it is. trawl refuses the item when it is no JSON.
struct raw_json {
  std::string text;
};

class item;

namespace detail {

inline void append_json_text(std::string& out, std::string_view text) {
  for (std::size_t at = 0, length = 0; at < text.size(); at += length) {
    length = json::utf8_length(text, at);
    if (length == 0) throw std::invalid_argument("is not UTF-8; page.text() gives a page as UTF-8");
  }
  json::append_quoted(out, text);
}

template <class Number>
void append_json_number(std::string& out, Number number) {
  if constexpr (std::is_floating_point_v<Number>) {
    if (!std::isfinite(number)) throw std::invalid_argument("is a number that is not finite");
  }
  char text[64];
  const auto end = std::to_chars(text, text + sizeof text, number).ptr;
  out.append(text, end);
}

template <class>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class>
inline constexpr bool is_vector = false;
template <class T, class A>
inline constexpr bool is_vector<std::vector<T, A>> = true;

template <class T>
void append_json(std::string& out, const T& value);

}  // namespace detail

// The object in the making. A plain value.
class item {
 public:
  // Appends a member. Names are expected to differ; of two equal ones readers take the last. Throws
  // std::invalid_argument for a number that is not finite and for text that is not UTF-8.
  template <class T>
  item& operator()(std::string_view name, const T& value) {
    const std::size_t before = members_.size();
    try {
      if (before > 0) members_ += ',';
      detail::append_json_text(members_, name);
      members_ += ':';
      detail::append_json(members_, value);
    } catch (const std::invalid_argument& fault) {
      members_.resize(before);
      throw std::invalid_argument("the item's member '" + std::string(name) + "' " + fault.what());
    }
    return *this;
  }

  // No member was appended.
  bool empty() const { return members_.empty(); }
  // The object as one JSON text.
  std::string json() const { return '{' + members_ + '}'; }

 private:
  std::string members_;  // JSON, without the braces
};

template <class T>
void detail::append_json(std::string& out, const T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (std::is_null_pointer_v<T>) {
    out += "null";
  } else if constexpr (std::is_arithmetic_v<T>) {
    append_json_number(out, value);
  } else if constexpr (std::is_same_v<T, item>) {
    out += value.json();
  } else if constexpr (std::is_same_v<T, raw_json>) {
    out += value.text;
  } else if constexpr (is_optional<T>) {
    if (value) {
      append_json(out, *value);
    } else {
      out += "null";
    }
  } else if constexpr (is_vector<T>) {
    out += '[';
    bool first = true;
    for (const auto& element : value) {
      if (!first) out += ',';
      first = false;
      append_json<typename T::value_type>(out, element);
    }
    out += ']';
  } else {
    static_assert(std::is_convertible_v<const T&, std::string_view>, "an item cannot hold this type");
    append_json_text(out, std::string_view(value));
  }
}

}  // namespace trawl
