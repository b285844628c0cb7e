#include "cassette/scrubber.hpp"

#include <algorithm>
#include <array>

#include "fetch/credentials.hpp"
#include "fetch/header_name.hpp"
#include "model/redact.hpp"

namespace trawl::cassette {
namespace {

constexpr std::string_view hidden = "***";
constexpr std::size_t shortest_secret = 6;

bool never_recorded(std::string_view header) {
  constexpr std::array<std::string_view, 7> names{"authorization",      "cookie",      "proxy-authorization",
                                                  "set-cookie",         "set-cookie2", "proxy-authenticate",
                                                  "authentication-info"};
  return std::ranges::any_of(names, [&](std::string_view name) { return fetch::same_header(name, header); });
}

// Headers whose values are credentials more often than not.
bool names_a_secret(std::string_view header) {
  constexpr std::array<std::string_view, 7> parts{"auth",   "cookie",  "token",   "key",
                                                  "secret", "session", "password"};
  const std::string lower = fetch::lower_ascii(header);
  return std::ranges::any_of(parts, [&](std::string_view part) { return lower.contains(part); });
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = fetch::lower_ascii(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    out += escape ? static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])) : text[i];
    if (escape) i += 2;
  }
  return out;
}

// Headers such as Link, Location and Refresh name URLs without a scheme, which redact_text() does not see.
std::string without_secret_parameters(std::string_view text, const std::vector<std::string>& keys) {
  constexpr std::string_view ends = "<>\" \t";
  std::string out;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find_first_of(ends));
    out += part.find_first_of("?#") == part.npos ? std::string(part) : model::redact_url(part, keys);
    text.remove_prefix(part.size());
    if (text.empty()) break;
    out += text.front();
    text.remove_prefix(1);
  }
  return out;
}

// Calls `use` with each part of `text` between separators.
template <class F>
void for_each_part(std::string_view text, std::string_view separators, F&& use) {
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find_first_of(separators));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    if (!part.empty()) use(part);
  }
}

void replace_all(std::string& text, std::string_view what) {
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + hidden.size()))
    text.replace(at, what.size(), hidden);
}

class Found {
 public:
  void add(std::string_view secret) {
    for (const std::string& spelling : {std::string(secret), percent_decoded(secret)})
      if (spelling.size() >= shortest_secret && spelling != hidden) secrets_.push_back(spelling);
  }

  // Parameters whose value redact_url() replaces, and the user's part before the host.
  void add_of_url(const std::string& url, const std::vector<std::string>& keys) {
    const auto scheme = url.find("://");
    if (scheme != url.npos) {
      const std::string_view authority =
          std::string_view(url).substr(scheme + 3, url.find_first_of("/?#", scheme + 3) - scheme - 3);
      if (const auto at = authority.rfind('@'); at != authority.npos) add_user(authority.substr(0, at));
    }
    const auto query = url.find_first_of("?#");
    if (query == url.npos) return;
    for_each_part(std::string_view(url).substr(query + 1), "&;#?", [&](std::string_view parameter) {
      const auto equals = parameter.find('=');
      if (equals == parameter.npos) return;
      const std::string probe = "http://host/?" + std::string(parameter);
      if (model::redact_url(probe, keys) != probe) add(parameter.substr(equals + 1));
    });
  }

  void add_of_header(const fetch::Header& header) {
    if (!names_a_secret(header.first)) return;
    add(header.second);
    const bool is_cookie = fetch::same_header(header.first, "cookie");
    for_each_part(header.second, is_cookie ? ";" : " ", [&](std::string_view part) {
      part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
      const auto equals = part.find('=');
      const bool is_scheme =
          !is_cookie && part.size() < header.second.size() && header.second.starts_with(part);
      if (!is_scheme) add(is_cookie && equals != part.npos ? part.substr(equals + 1) : part);
    });
  }

  // "ann:password", which is sent as Basic authentication.
  void add_user(std::string_view user) {
    add(fetch::base64(percent_decoded(user)));
    if (const auto colon = user.find(':'); colon != user.npos) add(user.substr(colon + 1));
  }

  std::vector<std::string> take() {
    std::ranges::sort(secrets_, std::ranges::greater{}, &std::string::size);
    return std::move(secrets_);
  }

 private:
  std::vector<std::string> secrets_;
};

}  // namespace

Scrubber::Scrubber(const fetch::Request& request, const model::FetchPolicy& policy,
                   std::vector<std::string> secret_keys)
    : policy_(policy), secret_keys_(std::move(secret_keys)) {
  Found found;
  found.add_of_url(request.url, secret_keys_);
  for (const fetch::Header& header : request.headers) found.add_of_header(header);
  secrets_ = found.take();
}

std::vector<fetch::Header> Scrubber::headers(const std::vector<fetch::Header>& headers) const {
  std::vector<fetch::Header> kept;
  for (const auto& [name, value] : headers)
    if (!never_recorded(name))
      kept.emplace_back(name, names_a_secret(name)
                                  ? std::string(hidden)
                                  : without_secret_parameters(message(value), secret_keys_));
  return kept;
}

std::string Scrubber::url(const std::string& url) const {
  return without_secrets(model::redact_url(url, secret_keys_));
}

std::string Scrubber::message(const std::string& text) const {
  return without_secrets(model::redact_text(text, secret_keys_));
}

std::string Scrubber::body(std::string text) const {
  return without_secrets(std::move(text));
}

std::string Scrubber::without_secrets(std::string text) const {
  for (const std::string& secret : secrets_) replace_all(text, secret);
  fetch::hide_credentials(text, policy_);
  return text;
}

}  // namespace trawl::cassette
