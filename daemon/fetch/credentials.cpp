#include "fetch/credentials.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fetch/header_name.hpp"
#include "model/redact.hpp"

namespace trawl::fetch {
namespace {

using model::Credential;
using Way = Credential::Way;

constexpr std::size_t shortest_hidden = 6;

bool is_for(const Credential& credential, const Origin& origin) {
  return credential.secret && credential.scheme == origin.scheme && credential.host == origin.host &&
         credential.port == origin.port;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) out += k <= count ? digits[group >> (18 - 6 * k) & 63U] : '=';
  }
  return out;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte < 0x80 && (std::isalnum(byte) || c == '-' || c == '.' || c == '_' || c == '~');
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return out;
}

// The text that carries the secret on the wire.
std::string value_of(const Credential& credential) {
  const std::string_view secret = credential.secret->expose();
  switch (credential.way) {
    case Way::bearer:
      return fmt::format("Bearer {}", secret);
    case Way::basic:
      return "Basic " + base64(fmt::format("{}:{}", credential.name, secret));
    case Way::header:
      return std::string(secret);
    case Way::query:
      return percent_encoded(secret);
  }
  return {};
}

void set_header(Hop& hop, std::string_view name, std::string value) {
  std::erase_if(hop.request.headers, [&](const Header& header) { return same_header(header.first, name); });
  hop.request.headers.emplace_back(name, std::move(value));
  if (!same_header(name, "authorization")) return;
  hop.url.text = model::without_user_info(hop.url.text);  // which would make an Authorization of its own
}

// URLs of hops have no fragment.
void set_query_key(Hop& hop, std::string_view name, std::string_view value) {
  const std::string encoded = percent_encoded(name);
  std::string& url = hop.url.text;
  const auto mark = std::min(url.find('?'), url.size());
  std::string query;
  std::string_view rest = mark == url.size() ? std::string_view{} : std::string_view(url).substr(mark + 1);
  while (!rest.empty()) {
    const std::string_view parameter = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(parameter.size() + 1, rest.size()));
    const std::string_view key = parameter.substr(0, parameter.find('='));
    if (!parameter.empty() && key != name && key != encoded) query.append(parameter).append("&");
  }
  url = fmt::format("{}?{}{}={}", std::string_view(url).substr(0, mark), query, encoded, value);
}

void add(Hop& hop, const Credential& credential) {
  switch (credential.way) {
    case Way::bearer:
    case Way::basic:
      return set_header(hop, "Authorization", value_of(credential));
    case Way::header:
      return set_header(hop, credential.name, value_of(credential));
    case Way::query:
      return set_query_key(hop, credential.name, value_of(credential));
  }
}

void replace_all(std::string& text, std::string_view what) {
  constexpr std::string_view hidden = "***";
  if (what.size() < shortest_hidden) return;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + hidden.size()))
    text.replace(at, what.size(), hidden);
}

// How a credential may be written back, from the longest spelling to the shortest, which may be a part of it.
std::vector<std::string> spellings_of(const Credential& credential) {
  const std::string_view secret = credential.secret->expose();
  std::vector<std::string> spellings;
  if (credential.way == Way::basic) spellings.push_back(value_of(credential).substr(6));
  const std::string encoded = percent_encoded(secret);
  std::string lower_case = encoded;  // %c3 is as good as %C3
  for (std::size_t i = 0; i + 2 < lower_case.size(); ++i)
    if (lower_case[i] == '%')
      for (const std::size_t k : {i + 1, i + 2}) lower_case[k] = lower_ascii(lower_case[k]);
  spellings.push_back(encoded);
  spellings.push_back(lower_case);
  spellings.emplace_back(secret);
  return spellings;
}

}  // namespace

std::optional<Hop> with_credentials(const Hop& hop, const model::FetchPolicy& policy) {
  std::optional<Hop> dressed;
  for (const Credential& credential : policy.credentials) {
    if (!is_for(credential, hop.url.origin)) continue;
    if (!dressed) dressed = hop;
    add(*dressed, credential);
  }
  if (dressed) dressed->request.url = dressed->url.text;
  return dressed;
}

void hide_credentials(std::string& text, const model::FetchPolicy& policy) {
  for (const Credential& credential : policy.credentials) {
    if (!credential.secret) continue;
    for (std::string& spelling : spellings_of(credential)) {
      replace_all(text, spelling);
      wipe(spelling);
    }
  }
}

void hide_credentials(std::expected<Response, Failure>& outcome, const model::FetchPolicy& policy) {
  if (policy.credentials.empty()) return;
  if (outcome) {
    for (auto& [name, value] : outcome->headers) hide_credentials(value, policy);
  } else {
    hide_credentials(outcome.error().message, policy);
    hide_credentials(outcome.error().url, policy);
  }
}

void redact(Failure& failure, const model::FetchPolicy& policy) {
  failure.message = model::redact_text(failure.message, policy.redact_query);
  failure.url = model::redact_url(failure.url, policy.redact_query);
}

}  // namespace trawl::fetch
