#include "model/item.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <iterator>
#include <vector>

#include "base/text.hpp"

namespace trawl::model {
namespace {

namespace json = boost::json;

constexpr int max_depth = 32;

Result<> append(std::string& out, const json::value& value);

std::string_view view(json::string_view text) {
  return {text.data(), text.size()};
}

// With the escapes that JSON demands and no others.
void append_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t begin = 0;  // of what stands for itself
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, begin, i - begin);
    begin = i + 1;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", c);
    }
  }
  out.append(text, begin);
  out += '"';
}

Result<> append_object(std::string& out, const json::object& object) {
  std::vector<const json::key_value_pair*> members;
  members.reserve(object.size());
  for (const auto& member : object) members.push_back(&member);
  std::ranges::sort(members, {}, [](const auto* member) { return view(member->key()); });
  out += '{';
  for (const auto* member : members) {
    if (member != members.front()) out += ',';
    append_string(out, view(member->key()));
    out += ':';
    if (auto done = append(out, member->value()); !done) return done;
  }
  out += '}';
  return {};
}

Result<> append_double(std::string& out, double number) {
  if (!std::isfinite(number)) return refuse(Code::invalid_params, "a number is not finite");
  // fmt prints the shortest text that reads back as the same double; whole values lose their ".0" so
  // that 1 and 1.0 are one content.
  out += number == 0 ? std::string("0") : fmt::format("{}", number);
  if (out.ends_with(".0")) out.resize(out.size() - 2);
  return {};
}

Result<> append(std::string& out, const json::value& value) {
  switch (value.kind()) {
    case json::kind::object:
      return append_object(out, value.get_object());
    case json::kind::array: {
      out += '[';
      bool first = true;
      for (const json::value& element : value.get_array()) {
        if (!std::exchange(first, false)) out += ',';
        if (auto done = append(out, element); !done) return done;
      }
      out += ']';
      return {};
    }
    case json::kind::string:
      append_string(out, view(value.get_string()));
      return {};
    case json::kind::double_:
      return append_double(out, value.get_double());
    default:
      out += json::serialize(value);
      return {};
  }
}

}  // namespace

Result<Item> canonical_item(std::string_view kind, std::string_view key, std::string_view text) {
  if (kind.empty() || kind.size() > 64)
    return refuse(Code::invalid_params, "an item's kind has 1 to 64 bytes");
  if (key.empty() || key.size() > max_item_key)
    return refuse(Code::invalid_params, fmt::format("an item's key has 1 to {} bytes", max_item_key));
  if (text.size() > max_item_data)
    return refuse(Code::invalid_params, fmt::format("item '{}' has more than {} bytes", key, max_item_data));
  if (!is_valid_utf8(kind) || !is_valid_utf8(key) || !is_valid_utf8(text))
    return refuse(Code::invalid_params, "an item has invalid UTF-8");
  boost::system::error_code fault;
  json::monotonic_resource memory;
  json::parse_options options;
  options.max_depth = max_depth;
  const json::value value = json::parse(text, fault, &memory, options);
  if (fault)
    return refuse(Code::invalid_params, fmt::format("item '{}' is not JSON: {}", key, fault.message()));
  if (!value.is_object())
    return refuse(Code::invalid_params, fmt::format("item '{}' is no JSON object", key));
  Item item{std::string(kind), std::string(key), {}};
  item.data.reserve(text.size());
  if (auto done = append(item.data, value); !done) return std::unexpected(done.error());
  return item;
}

}  // namespace trawl::model
