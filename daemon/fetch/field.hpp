// Looking into the headers of a message. Names compare without case. Pure.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "fetch/fetcher.hpp"
#include "fetch/header_name.hpp"

namespace trawl::fetch {

inline bool has_field(std::span<const Header> headers, std::string_view name) {
  return std::ranges::any_of(headers, [&](const Header& header) { return same_header(header.first, name); });
}

// The first line of the field; empty when there is none.
inline std::string_view first_field(std::span<const Header> headers, std::string_view name) {
  const auto found =
      std::ranges::find_if(headers, [&](const Header& header) { return same_header(header.first, name); });
  return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

inline void drop_field(std::vector<Header>& headers, std::string_view name) {
  std::erase_if(headers, [&](const Header& header) { return same_header(header.first, name); });
}

inline std::string_view trimmed(std::string_view text, std::string_view blank = " \t") {
  const auto first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

// The members of a comma-separated field over all its lines, trimmed, without empty ones. A comma inside
// quotes does not separate. The views point into `headers`.
inline std::vector<std::string_view> list_of(std::span<const Header> headers, std::string_view name) {
  std::vector<std::string_view> members;
  for (const auto& [field, line] : headers) {
    if (!same_header(field, name)) continue;
    const std::string_view text = line;
    bool quoted = false;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
      if (i < text.size() && text[i] == '"') quoted = !quoted;
      if (i < text.size() && quoted && text[i] == '\\') ++i;
      if (i < text.size() && (quoted || text[i] != ',')) continue;
      const std::size_t end = std::min(i, text.size());
      if (const auto member = trimmed(text.substr(begin, end - begin)); !member.empty())
        members.push_back(member);
      begin = end + 1;
    }
  }
  return members;
}

}  // namespace trawl::fetch
