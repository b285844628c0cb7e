#include "trawlctl/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cmath>

namespace trawl::ctl {
namespace {

namespace json = boost::json;

bool is_scalar(const json::value& value) {
  return !value.is_object() && !value.is_array();
}

bool fits_one_line(const json::array& array) {
  return std::ranges::all_of(array, is_scalar);
}

class Writer {
 public:
  explicit Writer(bool indented) : indented_(indented) {}

  std::string write(const json::value& value) {
    append(value, 0);
    return std::move(out_);
  }

 private:
  void append(const json::value& value, int level) {
    if (const auto* object = value.if_object())
      append(*object, level);
    else if (const auto* array = value.if_array())
      append(*array, level);
    else if (const auto* number = value.if_double(); number && std::isfinite(*number))
      out_ += fmt::format("{}", *number);
    else if (value.is_double())
      out_ += "null";  // JSON has no such number
    else
      out_ += json::serialize(value);
  }

  void append(const json::object& object, int level) {
    out_ += '{';
    bool first = true;
    for (const auto& [key, member] : object) {
      separate(first, level + 1, indented_);
      out_ += json::serialize(json::string(key)) + (indented_ ? ": " : ":");
      append(member, level + 1);
    }
    if (!first) break_line(level, indented_);
    out_ += '}';
  }

  void append(const json::array& array, int level) {
    const bool broken = indented_ && !fits_one_line(array);
    out_ += '[';
    bool first = true;
    for (const json::value& element : array) {
      separate(first, level + 1, broken);
      append(element, level + 1);
    }
    if (!first) break_line(level, broken);
    out_ += ']';
  }

  void separate(bool& first, int level, bool broken) {
    if (!first) out_ += indented_ && !broken ? ", " : ",";
    first = false;
    break_line(level, broken);
  }

  void break_line(int level, bool broken) {
    if (broken) out_ += '\n' + std::string(static_cast<std::size_t>(level) * 2, ' ');
  }

  bool indented_;
  std::string out_;
};

}  // namespace

std::string compact_json(const json::value& value) {
  return Writer(false).write(value);
}
std::string indented_json(const json::value& value) {
  return Writer(true).write(value);
}

}  // namespace trawl::ctl
