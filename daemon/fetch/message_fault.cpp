#include "fetch/message_fault.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/text.hpp"
#include "fetch/field.hpp"

namespace trawl::fetch {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// The same length several times, in one header or in many, is one length.
bool tells_one_length(std::string_view list, std::optional<std::string_view>& length) {
  for (;;) {
    const auto comma = list.find(',');
    const std::string_view member = trimmed(list.substr(0, comma));
    if (!is_number(member) || member != length.value_or(member)) return false;
    length = member;
    if (comma == std::string_view::npos) return true;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace

std::optional<std::string> message_fault(int status, std::span<const Header> headers) {
  if (status < 200)
    return fmt::format("the host switches protocols (status {}), for which nobody asked", status);
  if (has_field(headers, "transfer-encoding")) return std::nullopt;
  std::optional<std::string_view> length;
  for (const auto& [name, value] : headers)
    if (name == "content-length" && !tells_one_length(value, length))
      return fmt::format("the answer is not valid HTTP (its Content-Length is no one number: '{}')",
                         escape_controls(value.substr(0, 40)));
  return std::nullopt;
}

}  // namespace trawl::fetch
