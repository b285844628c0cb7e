#include "fetch/decoding/content_coding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "fetch/field.hpp"

namespace trawl::fetch {
namespace {

constexpr std::array<std::pair<std::string_view, ContentCoding>, 5> names{{
    {"gzip", ContentCoding::gzip},
    {"x-gzip", ContentCoding::gzip},  // the same, says RFC 9110
    {"deflate", ContentCoding::deflate},
    {"br", ContentCoding::brotli},
    {"zstd", ContentCoding::zstd},
}};

// Of a list "gzip, br", which loses it.
std::string_view take_member(std::string_view& list) {
  const auto comma = list.find(',');
  const std::string_view member = trimmed(list.substr(0, comma));
  list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  return member;
}

}  // namespace

std::expected<std::vector<ContentCoding>, std::string> content_codings(std::span<const Header> headers) {
  std::vector<ContentCoding> codings;
  for (const auto& [name, value] : headers) {
    if (name != "content-encoding") continue;
    for (std::string_view list = value; !list.empty();) {
      const std::string_view member = take_member(list);
      if (member.empty() || same_header(member, "identity")) continue;
      const auto known =
          std::ranges::find_if(names, [&](const auto& row) { return same_header(row.first, member); });
      if (known == names.end())
        return std::unexpected(fmt::format("the Content-Encoding '{}' is not one of gzip, deflate, br, zstd",
                                           escape_controls(member.substr(0, 40))));
      if (codings.size() == most_codings)
        return std::unexpected(fmt::format("the body is packed more than {} times", most_codings));
      codings.push_back(known->second);
    }
  }
  return codings;
}

}  // namespace trawl::fetch
