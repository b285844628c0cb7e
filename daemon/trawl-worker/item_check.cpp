#include "trawl-worker/item_check.hpp"

#include <fmt/format.h>

#include <boost/json/basic_parser_impl.hpp>

#include "base/text.hpp"

namespace trawl::worker {
namespace {

namespace json = boost::json;
using Error = boost::system::error_code;

constexpr std::size_t max_kind = 64, max_key = 512, max_json = 1u << 20, max_depth = 32;

// A parser's handler that keeps nothing: well-formedness is all that is asked.
struct Ignore {
  static constexpr std::size_t max_object_size = -1, max_array_size = -1, max_key_size = -1,
                               max_string_size = -1;
  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_object_begin(Error&) { return true; }
  bool on_object_end(std::size_t, Error&) { return true; }
  bool on_array_begin(Error&) { return true; }
  bool on_array_end(std::size_t, Error&) { return true; }
  bool on_key_part(json::string_view, std::size_t, Error&) { return true; }
  bool on_key(json::string_view, std::size_t, Error&) { return true; }
  bool on_string_part(json::string_view, std::size_t, Error&) { return true; }
  bool on_string(json::string_view, std::size_t, Error&) { return true; }
  bool on_number_part(json::string_view, Error&) { return true; }
  bool on_int64(std::int64_t, json::string_view, Error&) { return true; }
  bool on_uint64(std::uint64_t, json::string_view, Error&) { return true; }
  bool on_double(double, json::string_view, Error&) { return true; }
  bool on_bool(bool, Error&) { return true; }
  bool on_null(Error&) { return true; }
  bool on_comment_part(json::string_view, Error&) { return true; }
  bool on_comment(json::string_view, Error&) { return true; }
};

std::string fault_of_json(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text[first] != '{') return "is no JSON object";
  json::parse_options options;
  options.max_depth = max_depth;
  json::basic_parser<Ignore> parser(options);
  Error fault;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), fault);
  if (fault) return fmt::format("is not JSON: {} at byte {}", fault.message(), used);
  return used == text.size() ? "" : fmt::format("has something after its JSON, at byte {}", used);
}

}  // namespace

std::string fault_of_item(std::string_view kind, std::string_view key, std::string_view text) {
  if (kind.empty() || kind.size() > max_kind)
    return fmt::format("an item's type has 1 to {} bytes", max_kind);
  if (key.empty() || key.size() > max_key) return fmt::format("an item's key has 1 to {} bytes", max_key);
  if (!is_valid_utf8(kind) || !is_valid_utf8(key)) return "an item's type or key is not UTF-8";
  if (text.size() > max_json) return fmt::format("item '{}' has more than {} bytes", key, max_json);
  if (!is_valid_utf8(text)) return fmt::format("item '{}' is not UTF-8", key);
  const std::string fault = fault_of_json(text);
  return fault.empty() ? "" : fmt::format("item '{}' {}", key, fault);
}

}  // namespace trawl::worker
