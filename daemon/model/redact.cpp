#include "model/redact.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace trawl::model {
namespace {

constexpr std::string_view hidden = "***";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return lower(c); });
  return out;
}

bool is_scheme_char(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '+' || c == '-' || c == '.';
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (lower(c) >= 'a' && lower(c) <= 'f') return lower(c) - 'a' + 10;
  return -1;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    if (escape) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// Where the authority begins: after "scheme://". Parsers take any number of slashes of either kind after
// "http:", and so must whoever hides what follows them.
std::optional<std::size_t> authority_start(std::string_view url) {
  const auto is_slash = [](char c) { return c == '/' || c == '\\'; };
  std::size_t at = 0;
  if (const auto colon = url.find(':'); colon != url.npos && colon > 0) {
    const std::string scheme = lower(url.substr(0, colon));
    const bool web = scheme == "http" || scheme == "https";
    if (std::ranges::all_of(scheme, is_scheme_char) && (web || url.substr(colon + 1).starts_with("//")))
      at = colon + 1;
    if (at != 0 && web) {
      while (at < url.size() && is_slash(url[at])) ++at;
      return at;
    }
  }
  if (url.size() < at + 2 || !is_slash(url[at]) || !is_slash(url[at + 1])) return std::nullopt;
  return at + 2;
}

// A password with an unencoded '/' makes a URL that no parser accepts, but messages quote it: what looks like
// a port and is no number is then taken for the beginning of the password.
bool has_odd_port(std::string_view authority) {
  const auto colon = authority.rfind(':');
  if (colon == authority.npos || authority.ends_with(']') || authority.contains('@')) return false;
  return !std::ranges::all_of(authority.substr(colon + 1),
                              [](unsigned char c) { return std::isdigit(c) != 0; });
}

bool is_secret(std::string_view key, std::span<const std::string> keys) {
  const std::string decoded = lower(percent_decoded(key));
  return std::ranges::find(keys, decoded) != keys.end();
}

// The query and the fragment, beginning with their '?' or '#'. Some sites put a second query into the first
// or into the fragment; every separator is taken for one.
std::string redact_parameters(std::string_view text, std::span<const std::string> keys) {
  constexpr std::string_view separators = "?#&;";
  std::string out;
  while (!text.empty()) {
    out += text.front();
    text.remove_prefix(1);
    const std::string_view parameter = text.substr(0, text.find_first_of(separators));
    const auto equals = parameter.find('=');
    const bool hide = equals != parameter.npos && equals + 1 < parameter.size() &&
                      is_secret(parameter.substr(0, equals), keys);
    out += hide ? parameter.substr(0, equals + 1) : parameter;
    if (hide) out += hidden;
    text.remove_prefix(parameter.size());
  }
  return out;
}

// Parsers drop line breaks and tabs wherever they are.
std::string tidy(std::string_view url) {
  std::string out(url);
  std::erase_if(out, [](char c) { return c == '\t' || c == '\r' || c == '\n'; });
  out.erase(0, out.find_first_not_of(' '));
  return out;
}

}  // namespace

std::vector<std::string> usual_secret_keys() {
  return {"access_token",
          "api-key",
          "api_key",
          "apikey",
          "auth",
          "auth_token",
          "client_secret",
          "id_token",
          "jwt",
          "key",
          "passwd",
          "password",
          "pwd",
          "refresh_token",
          "secret",
          "session_token",
          "sig",
          "signature",
          "token",
          "x-amz-credential",
          "x-amz-signature",
          "x-amz-security-token",
          "x-goog-credential",
          "x-goog-signature"};
}

std::string without_user_info(std::string_view url) {
  const std::string text = tidy(url);
  const auto start = authority_start(text);
  if (!start) return text;
  auto end = std::min(text.find_first_of("/\\?#", *start), text.size());
  if (has_odd_port(std::string_view(text).substr(*start, end - *start))) end = text.size();
  const auto at = std::string_view(text).substr(0, end).rfind('@');
  if (at == text.npos || at < *start) return text;
  return text.substr(0, *start) + text.substr(at + 1);
}

std::string redact_url(std::string_view url, std::span<const std::string> keys) {
  const std::string text = without_user_info(url);
  const auto parameters = std::min(text.find_first_of("?#"), text.size());
  return text.substr(0, parameters) + redact_parameters(std::string_view(text).substr(parameters), keys);
}

std::string redact_text(std::string_view text, std::span<const std::string> keys) {
  constexpr std::string_view ends = " \t\r\n\"", punctuation = ",.;:)!'`<>";  // "'" may be part of a password
  std::string out;
  for (std::size_t colon = text.find(':'); colon != text.npos; colon = text.find(':')) {
    std::size_t start = colon;
    while (start > 0 && is_scheme_char(text[start - 1])) --start;
    const std::string_view rest = text.substr(start);
    std::string_view url = rest.substr(0, rest.find_first_of(ends));
    while (!url.empty() && punctuation.contains(url.back())) url.remove_suffix(1);
    const bool is_url = authority_start(url).has_value() && colon > start;
    const std::size_t taken = is_url ? start + url.size() : colon + 1;
    out += is_url ? std::string(text.substr(0, start)) + redact_url(url, keys)
                  : std::string(text.substr(0, taken));
    text.remove_prefix(taken);
  }
  return out.append(text);
}

}  // namespace trawl::model
