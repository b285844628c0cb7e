#include "settings/address.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

#include "base/ip_address.hpp"
#include "base/text.hpp"

namespace trawl::settings {
namespace {

constexpr std::size_t longest_socket_path = sizeof(sockaddr_un::sun_path) - 1;

std::optional<unsigned> number(std::string_view text, unsigned most) {
  unsigned value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size() || value > most) return std::nullopt;
  return value;
}

bool is_port(std::string_view text) {
  return number(text, 65535).has_value();
}

bool is_ip(int family, std::string_view text) {
  in6_addr address{};
  return inet_pton(family, std::string(text).c_str(), &address) == 1;
}

bool is_bracketed_ipv6(std::string_view text) {
  return text.size() > 2 && text.front() == '[' && text.back() == ']' &&
         is_ip(AF_INET6, text.substr(1, text.size() - 2));
}

// A name in the DNS or a literal address; bytes beyond ASCII are left to the resolver's IDN.
bool is_host(std::string_view text) {
  if (is_bracketed_ipv6(text)) return true;
  const auto fits = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_' || (c & 0x80);
  };
  return !text.empty() && text.size() <= 253 && std::ranges::all_of(text, fits);
}

// Splits at colons, keeping [IPv6] whole.
std::vector<std::string_view> split_colons(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  bool bracket = false;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '[') bracket = true;
    if (i < text.size() && text[i] == ']') bracket = false;
    if (i < text.size() && (text[i] != ':' || bracket)) continue;
    parts.push_back(text.substr(start, i - start));
    start = i + 1;
  }
  return parts;
}

bool has_escaped_control(std::string_view text) {
  for (auto at = text.find('%'); at != text.npos; at = text.find('%', at + 1)) {
    const std::string_view code = text.substr(at + 1, 2);
    if (code.size() == 2 && (code[0] == '0' || code[0] == '1') &&
        std::isxdigit(static_cast<unsigned char>(code[1])))
      return true;
    if (code == "7f" || code == "7F") return true;
  }
  return false;
}

std::unexpected<std::string> no_match(std::string_view text, std::string_view what,
                                      std::string_view example) {
  return std::unexpected(fmt::format("'{}' is no {}; write it like {}", text, what, example));
}

}  // namespace

Read<std::string> read_cidr(const Node& node) {
  const auto text = read_text(node);
  if (!text) return text;
  const auto slash = text->find('/');
  const std::string_view address = std::string_view(*text).substr(0, slash);
  const bool v4 = is_ip(AF_INET, address), v6 = is_ip(AF_INET6, address);
  if (!v4 && !v6) return no_match(*text, "address range", "10.0.0.0/8 or fd00::/8");
  if (slash == text->npos)
    return no_match(*text, "address range", fmt::format("{}/{}", address, v4 ? 32 : 128));
  if (!number(std::string_view(*text).substr(slash + 1), v4 ? 32 : 128))
    return no_match(*text, "address range", "10.0.0.0/8 or fd00::/8");
  // The fetcher reads it with the same function, so that what is accepted here works there.
  if (const auto block = parse_cidr(*text); !block)
    return std::unexpected(fmt::format("{}; {}", block.error().message, block.error().hint));
  return text;
}

Read<std::string> read_connect_to(const Node& node) {
  constexpr std::string_view what = "connection override",
                             example = "\"HOST:PORT:ADDRESS:PORT\", such as \"::127.0.0.1:8080\"";
  const auto text = read_text(node);
  if (!text) return text;
  const auto parts = split_colons(*text);
  if (parts.size() != 4) return no_match(*text, what, example);
  const auto optional_host = [](std::string_view host) { return host.empty() || is_host(host); };
  const auto optional_port = [](std::string_view port) { return port.empty() || is_port(port); };
  const bool leads_somewhere = !parts[2].empty() || !parts[3].empty();
  if (!optional_host(parts[0]) || !optional_port(parts[1]) || !optional_host(parts[2]) ||
      !optional_port(parts[3]) || !leads_somewhere)
    return no_match(*text, what, example);
  return text;
}

Read<std::string> read_proxy(const Node& node) {
  constexpr std::string_view example = "http://proxy.example:3128";
  if (node.kind == Node::Kind::null || (node.plain && (node.text == "null" || node.text == "~")))
    return std::string();
  const auto text = read_text(node);
  if (!text) return text;
  const std::string shown = redact_proxy(*text);
  if (has_escaped_control(*text))  // curl drops such a proxy, and would ask the site directly
    return std::unexpected(fmt::format("'{}' holds an escaped control character, such as %00", shown));
  const auto scheme_end = text->find("://");
  const auto is_letter_or_digit = [](unsigned char c) { return std::isalnum(c) != 0; };
  const bool has_scheme =
      scheme_end != text->npos && std::ranges::all_of(text->substr(0, scheme_end), is_letter_or_digit);
  if (!has_scheme) return no_match(shown, "proxy URL", example);  // what stands there may be a password
  const std::vector<std::string> schemes{"http", "https", "socks4", "socks4a", "socks5", "socks5h"};
  const std::string scheme = text->substr(0, scheme_end);
  if (std::ranges::find(schemes, scheme) == schemes.end())
    return std::unexpected(
        fmt::format("a proxy cannot be reached by '{}'; use one of {}", scheme, join(schemes, ", ")));
  std::string_view authority = std::string_view(*text).substr(scheme_end + 3);
  if (authority.ends_with('/')) authority.remove_suffix(1);
  if (const auto at = authority.rfind('@'); at != authority.npos) authority.remove_prefix(at + 1);
  const auto parts = split_colons(authority);
  if (parts.size() > 2 || !is_host(parts[0]) || (parts.size() == 2 && !is_port(parts[1])))
    return no_match(shown, "proxy URL", example);
  return text;
}

Read<std::string> read_listen_address(const Node& node) {
  const auto text = read_text(node);
  if (!text) return text;
  const auto parts = split_colons(*text);
  if (parts.size() != 2 || !is_port(parts[1]) || !(is_ip(AF_INET, parts[0]) || is_bracketed_ipv6(parts[0])))
    return no_match(*text, "address to listen on", "127.0.0.1:8484 or [::1]:8484");
  return text;
}

Read<std::string> read_host(const Node& node) {
  const auto text = read_text(node);
  if (!text) return text;
  const auto parts = split_colons(*text);
  if (parts.size() > 2 || !is_host(parts[0]) || (parts.size() == 2 && !is_port(parts[1])))
    return no_match(*text, "host", "trawl.example or trawl.example:8484");
  return text;
}

Read<std::string> read_socket_path(const Node& node) {
  auto text = read_text(node);
  if (text && text->size() > longest_socket_path)
    return std::unexpected(
        fmt::format("the path of a Unix socket has at most {} bytes, this one has {}; choose a shorter one",
                    longest_socket_path, text->size()));
  return text;
}

bool is_host_name(std::string_view text) {
  const auto unfit = [](unsigned char c) { return c >= 0x80 || std::isupper(c) != 0; };
  return is_ip(AF_INET6, text) || (is_host(text) && text.front() != '[' && std::ranges::none_of(text, unfit));
}

Read<WebOrigin> read_origin(const Node& node) {
  constexpr std::string_view what = "origin", example = "https://api.example or http://api.example:8080";
  const auto text = read_text(node);
  if (!text) return std::unexpected(text.error());
  std::string lower = *text;
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (lower.contains('@'))
    return std::unexpected("an origin has no user and no password; write it like https://api.example");
  WebOrigin origin;
  origin.scheme = lower.substr(0, lower.find("://"));
  if (origin.scheme != "http" && origin.scheme != "https") return no_match(*text, what, example);
  std::string_view authority = std::string_view(lower).substr(origin.scheme.size() + 3);
  if (authority.ends_with('/')) authority.remove_suffix(1);
  const auto parts = split_colons(authority);
  const bool ascii = std::ranges::none_of(authority, [](char c) { return (c & 0x80) != 0; });
  const auto port = parts.size() == 2 ? number(parts[1], 65535) : (origin.scheme == "https" ? 443U : 80U);
  if (parts.size() > 2 || !ascii || !is_host(parts[0]) || !port || *port == 0)
    return no_match(*text, what, example);
  origin.host = parts[0];
  origin.port = static_cast<std::uint16_t>(*port);
  in6_addr address{};
  if (is_bracketed_ipv6(parts[0])) {  // in its one canonical spelling
    char canonical[INET6_ADDRSTRLEN] = {};
    inet_pton(AF_INET6, origin.host.substr(1, origin.host.size() - 2).c_str(), &address);
    origin.host = inet_ntop(AF_INET6, &address, canonical, sizeof canonical);
  }
  return origin;
}

Read<std::string> read_absolute_path(const Node& node) {
  auto path = read_text(node);
  if (path && !path->starts_with('/'))
    return std::unexpected(
        fmt::format("'{}' is a relative path; write it from the root, such as /etc/trawl/...", *path));
  return path;
}

std::string redact_proxy(std::string_view proxy) {
  const auto at = proxy.rfind('@');
  if (at == proxy.npos) return std::string(proxy);
  const auto scheme_end = proxy.find("://");
  const std::string_view scheme = scheme_end < at ? proxy.substr(0, scheme_end + 3) : std::string_view();
  return fmt::format("{}***{}", scheme, proxy.substr(at));
}

}  // namespace trawl::settings
