#include "trawl-httpd/query.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace trawl::httpd {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace

Result<std::string> decode_percent(std::string_view text, bool plus_is_blank) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_blank) {
      result += ' ';
    } else if (text[i] != '%') {
      result += text[i];
    } else {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return refuse(Code::bad_request, "a % is not followed by two hexadecimal digits");
      result += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (!is_valid_utf8(result)) return refuse(Code::bad_request, "the address is not UTF-8");
  if (std::ranges::any_of(result, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
    return refuse(Code::bad_request, "the address has a control character");
  return result;
}

Result<std::vector<QueryPair>> query_pairs(std::string_view query) {
  std::vector<QueryPair> pairs;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || equals + 1 == pair.size()) continue;
    auto name = decode_percent(pair.substr(0, equals), true);
    if (!name) return std::unexpected(name.error());
    auto value = decode_percent(pair.substr(equals + 1), true);
    if (!value) return std::unexpected(value.error());
    pairs.push_back({std::move(*name), std::move(*value)});
  }
  return pairs;
}

}  // namespace trawl::httpd
