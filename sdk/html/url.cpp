// References in pages to absolute URLs, by the rules of the URL standard for the schemes that pages
// are fetched with; other schemes pass through as they are.
#include <algorithm>
#include <optional>
#include <trawl/html.hpp>

#include "ascii.hpp"

namespace trawl::html {
namespace {

using namespace detail;

struct Url {
  std::string scheme, authority, path, query, fragment;
  bool has_query = false, has_fragment = false;
};

bool is_special(std::string_view scheme) {
  return scheme == "http" || scheme == "https" || scheme == "ws" || scheme == "wss" || scheme == "ftp";
}

// Browsers cut control characters and spaces off both ends and drop tabs and line ends anywhere.
std::string clean(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= 0x20) text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= 0x20) text.remove_suffix(1);
  std::string out;
  for (const char c : text) {
    if (c != '\t' && c != '\n' && c != '\r') out += c;
  }
  return out;
}

// The length of "scheme:" at the start, without the colon; 0 when there is none.
std::size_t scheme_length(std::string_view text) {
  if (text.empty() || !is_alpha(text[0])) return 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == ':') return i;
    if (!is_alpha(text[i]) && !is_digit(text[i]) && text[i] != '+' && text[i] != '-' && text[i] != '.')
      return 0;
  }
  return 0;
}

std::string percent_encode(std::string_view text, std::string_view also) {
  static constexpr char hex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7F || also.find(c) != std::string_view::npos) {
      out += '%';
      out += hex[byte >> 4];
      out += hex[byte & 15];
    } else {
      out += c;
    }
  }
  return out;
}

// Splits "path?query#fragment".
void split_path(std::string_view rest, Url& out) {
  if (const auto hash = rest.find('#'); hash != std::string_view::npos) {
    out.has_fragment = true;
    out.fragment = percent_encode(rest.substr(hash + 1), "\"<>`");
    rest = rest.substr(0, hash);
  }
  if (const auto mark = rest.find('?'); mark != std::string_view::npos) {
    out.has_query = true;
    out.query = percent_encode(rest.substr(mark + 1), is_special(out.scheme) ? "\"<>'" : "\"<>");
    rest = rest.substr(0, mark);
  }
  out.path = percent_encode(rest, "\"<>`{}^");
}

bool is_one_dot(std::string_view segment) {
  return segment == "." || equals_ignoring_case(segment, "%2e");
}

bool is_two_dots(std::string_view segment) {
  return segment == ".." || equals_ignoring_case(segment, ".%2e") || equals_ignoring_case(segment, "%2e.") ||
         equals_ignoring_case(segment, "%2e%2e");
}

std::string remove_dots(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash before each segment
    const auto end = path.find('/');
    const auto segment = path.substr(0, end);
    const bool last = end == std::string_view::npos;
    path = last ? std::string_view() : path.substr(end);
    if (is_two_dots(segment)) {
      out.resize(out.empty() ? 0 : out.rfind('/'));
      if (last) out += '/';
    } else if (is_one_dot(segment)) {
      if (last) out += '/';
    } else {
      out.append("/").append(segment);
    }
  }
  return out.empty() ? "/" : out;
}

std::string_view default_port(std::string_view scheme) {
  if (scheme == "http" || scheme == "ws") return "80";
  return scheme == "ftp" ? "21" : "443";
}

// Lower-case host, no default port. False when the host cannot be one.
bool set_authority(std::string_view text, Url& out) {
  const auto at = text.rfind('@');
  const auto user = at == std::string_view::npos ? std::string_view() : text.substr(0, at + 1);
  auto host = at == std::string_view::npos ? text : text.substr(at + 1);
  std::string_view port;
  const auto colon = host.rfind(':');
  if (colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos) {
    port = host.substr(colon + 1);
    host = host.substr(0, colon);
  }
  if (host.empty() || host.find_first_of(" <>\"\\^`{|}%#?/") != std::string_view::npos) return false;
  if (port.find_first_not_of("0123456789") != std::string_view::npos || port.size() > 5) return false;
  out.authority = std::string(user) + to_lower(host);
  if (!port.empty() && port != default_port(out.scheme)) out.authority.append(":").append(port);
  return true;
}

void use_slashes(std::string& text) {
  const auto end = std::min(text.find_first_of("?#"), text.size());
  for (std::size_t i = 0; i < end; ++i) {
    if (text[i] == '\\') text[i] = '/';
  }
}

// `rest` follows "scheme:" and any number of slashes.
std::optional<Url> read_authority(std::string scheme, std::string_view rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of('/'), rest.size()));
  Url out;
  out.scheme = std::move(scheme);
  const auto end = rest.find_first_of("/?#");
  if (!set_authority(rest.substr(0, end), out)) return std::nullopt;
  split_path(end == std::string_view::npos ? std::string_view() : rest.substr(end), out);
  out.path = remove_dots(out.path);
  return out;
}

std::optional<Url> read_absolute(std::string text) {
  const std::size_t length = scheme_length(text);
  const std::string scheme = to_lower(std::string_view(text).substr(0, length));
  if (!is_special(scheme)) return std::nullopt;
  use_slashes(text);
  return read_authority(scheme, std::string_view(text).substr(length + 1));
}

std::string write(const Url& url) {
  std::string out = url.scheme + "://" + url.authority + url.path;
  if (url.has_query) out += "?" + url.query;
  if (url.has_fragment) out += "#" + url.fragment;
  return out;
}

std::optional<Url> read_relative(const Url& base, std::string text) {
  use_slashes(text);
  if (starts_with(text, "//")) return read_authority(base.scheme, text);
  Url out;
  out.scheme = base.scheme;
  out.authority = base.authority;
  split_path(text, out);
  if (out.path.empty()) {
    out.path = base.path;
    if (!out.has_query) out.query = base.query, out.has_query = base.has_query;
  } else if (out.path[0] == '/') {
    out.path = remove_dots(out.path);
  } else {
    out.path = remove_dots(base.path.substr(0, base.path.rfind('/') + 1) + out.path);
  }
  return out;
}

}  // namespace

std::string resolve(std::string_view base, std::string_view reference) {
  std::string text = clean(reference);
  const std::size_t length = scheme_length(text);
  const std::string scheme = to_lower(std::string_view(text).substr(0, length));
  if (length > 0 && !is_special(scheme)) return text;
  const auto parent = read_absolute(clean(base));
  // "https:page", without two slashes, is relative to a base of the same scheme.
  std::string after = text.substr(std::min(length + 1, text.size()), 2);
  use_slashes(after);
  const bool odd = length > 0 && parent && parent->scheme == scheme && after != "//";
  std::optional<Url> url;
  if (length > 0 && !odd) {
    url = read_absolute(std::move(text));
  } else if (parent) {
    url = read_relative(*parent, odd ? text.substr(length + 1) : std::move(text));
  }
  return url ? write(*url) : std::string();
}

}  // namespace trawl::html
