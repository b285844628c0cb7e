#include "base/json_reader.hpp"

#include <fmt/format.h>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cmath>
#include <functional>
#include <optional>
#include <vector>

#include "base/text.hpp"

namespace trawl {
namespace {

using json::error_code;
using json::string_view;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Builds the value while it watches for what the grammar allows and we do not. The parser calls it; a
// fault ends the parse.
class Builder {
 public:
  static constexpr std::size_t max_object_size = -1, max_array_size = -1, max_key_size = -1,
                               max_string_size = -1;

  bool on_document_begin(error_code&) {
    stack_.reset();
    return true;
  }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) {
    if (open_ == keys_.size()) keys_.emplace_back();
    keys_[open_++].clear();
    return true;
  }
  bool on_object_end(std::size_t size, error_code&) {
    --open_;
    stack_.push_object(size);
    return true;
  }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t size, error_code&) {
    stack_.push_array(size);
    return true;
  }
  bool on_key_part(string_view part, std::size_t, error_code&) {
    key_.append(part.data(), part.size());
    stack_.push_chars(part);
    return true;
  }
  bool on_key(string_view part, std::size_t, error_code& fault) {
    key_.append(part.data(), part.size());
    // Two keys with one 64-bit hash would be refused too; nobody meets that but who looks for it.
    const bool fresh = keys_[open_ - 1].insert(std::hash<std::string>()(key_)).second;
    if (!fresh)
      return stop(fault, fmt::format("the key '{}' appears twice in one object",
                                     escape_controls(key_.substr(0, 100))));
    key_.clear();
    stack_.push_key(part);
    return true;
  }
  bool on_string_part(string_view part, std::size_t, error_code&) {
    stack_.push_chars(part);
    return true;
  }
  bool on_string(string_view part, std::size_t, error_code&) {
    stack_.push_string(part);
    return true;
  }
  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(std::int64_t value, string_view, error_code&) {
    stack_.push_int64(value);
    return true;
  }
  bool on_uint64(std::uint64_t value, string_view, error_code&) {
    stack_.push_uint64(value);
    return true;
  }
  bool on_double(double value, string_view, error_code& fault) {
    if (!std::isfinite(value)) return stop(fault, "a number is too large for a double");
    stack_.push_double(value);
    return true;
  }
  bool on_bool(bool value, error_code&) {
    stack_.push_bool(value);
    return true;
  }
  bool on_null(error_code&) {
    stack_.push_null();
    return true;
  }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

  json::value release() { return stack_.release(); }
  const std::optional<std::string>& complaint() const { return complaint_; }

 private:
  bool stop(error_code& fault, std::string complaint) {
    complaint_ = std::move(complaint);
    fault = json::error::syntax;
    return false;
  }

  json::value_stack stack_;
  std::vector<boost::unordered_flat_set<std::size_t>> keys_;  // hashes, by depth of the open object
  std::size_t open_ = 0;
  std::string key_;
  std::optional<std::string> complaint_;
};

std::unexpected<Error> not_json(const error_code& fault, std::size_t offset, std::size_t max_depth) {
  if (fault == json::error::too_deep)
    return refuse(Code::parse_error, fmt::format("the message nests deeper than {} levels", max_depth), {},
                  {{"offset", offset}, {"max_depth", max_depth}});
  return refuse(Code::parse_error, fmt::format("not JSON: {} at byte {}", fault.message(), offset),
                "one JSON-RPC message a line, in UTF-8", {{"offset", offset}});
}

}  // namespace

Result<json::value> read_json(std::string_view text, std::size_t max_depth) {
  if (text.starts_with(byte_order_mark))
    return refuse(Code::parse_error, "the line begins with a byte order mark", "send plain UTF-8",
                  {{"offset", 0}});
  json::parse_options options;
  options.max_depth = max_depth;
  json::basic_parser<Builder> parser(options);
  error_code fault;
  std::size_t read = parser.write_some(false, text.data(), text.size(), fault);
  if (!fault && read < text.size()) fault = json::error::extra_data;
  if (const auto& complaint = parser.handler().complaint()) return refuse(Code::invalid_request, *complaint);
  if (fault) return not_json(fault, read, max_depth);
  return parser.handler().release();
}

}  // namespace trawl
