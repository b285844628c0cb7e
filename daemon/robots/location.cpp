#include "robots/location.hpp"

#include <algorithm>
#include <charconv>

#include "robots/ascii.hpp"
#include "robots/pattern.hpp"

namespace trawl::robots {
namespace {

constexpr std::string_view path_begin = "/?;";

bool is_unreserved(char c) {
  return is_letter(c) || is_digit(c) || std::string_view("-._~").contains(c);
}

// Where the host begins. A "://" behind the first path character is part of the path.
std::size_t host_begin(std::string_view url) {
  const auto scheme_end = url.find("://");
  return scheme_end == std::string_view::npos || url.find_first_of(path_begin) < scheme_end ? 0
                                                                                            : scheme_end + 3;
}

}  // namespace

std::string path_of(std::string_view url) {
  const auto path = url.find_first_of(path_begin, host_begin(url));
  const auto fragment = url.find('#');
  if (path == std::string_view::npos || fragment < path) return "/";
  std::string found(url.substr(path, fragment - path));
  return found.front() == '/' ? found : "/" + found;
}

std::string plain_path(std::string_view path) {
  const std::string normal = normalise_escapes(path);
  std::string plain;
  plain.reserve(normal.size());
  for (std::size_t i = 0; i < normal.size(); ++i) {
    unsigned char byte = 0;
    const bool escape =
        normal[i] == '%' && i + 2 < normal.size() && is_hex(normal[i + 1]) && is_hex(normal[i + 2]);
    if (escape) std::from_chars(&normal[i + 1], &normal[i] + 3, byte, 16);
    if (escape && is_unreserved(static_cast<char>(byte))) {
      plain += static_cast<char>(byte);
      i += 2;
    } else {
      plain += normal[i];
    }
  }
  return plain;
}

// "Mozilla/5.0 (compatible; ShopBot/1.0; ...)" is how many a bot spells its name.
std::string_view product_token(std::string_view user_agent) {
  constexpr std::string_view compatible = "(compatible; ";
  if (const auto at = user_agent.find(compatible);
      user_agent.starts_with("Mozilla/") && at != user_agent.npos)
    user_agent.remove_prefix(at + compatible.size());
  const auto in_token = [](char c) { return is_letter(c) || c == '-' || c == '_'; };
  const auto end = std::ranges::find_if_not(user_agent, in_token);
  return user_agent.substr(0, static_cast<std::size_t>(end - user_agent.begin()));
}

}  // namespace trawl::robots
