#include "fetch/hosts/retry_after.hpp"

#include <algorithm>
#include <string_view>

#include "fetch/header_name.hpp"
#include "fetch/http_date.hpp"

namespace trawl::fetch {
namespace {

std::optional<std::string_view> find(const std::vector<Header>& headers, std::string_view name) {
  const auto header =
      std::ranges::find_if(headers, [&](const Header& h) { return same_header(h.first, name); });
  if (header == headers.end()) return std::nullopt;
  return header->second;
}

// Any number of digits, because nothing forbids a host to ask for a thousand years.
std::optional<Millis> seconds(std::string_view text) {
  constexpr auto most = std::chrono::duration_cast<std::chrono::seconds>(longest_retry_after).count();
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = std::min<std::int64_t>(value * 10 + (c - '0'), most);
  }
  return text.empty() ? std::nullopt : std::optional<Millis>(std::chrono::seconds{value});
}

std::optional<Millis> until_date(std::string_view text, const std::vector<Header>& headers, Time now) {
  const auto date = parse_http_date(text, now);
  if (!date) return std::nullopt;
  const auto answered_at = find(headers, "date");
  const auto begin = answered_at ? parse_http_date(*answered_at, now) : std::nullopt;
  return *date - begin.value_or(now);
}

}  // namespace

std::optional<Millis> retry_after(const std::vector<Header>& headers, Time now) {
  const auto text = find(headers, "retry-after");
  if (!text) return std::nullopt;
  auto silence = seconds(*text);
  if (!silence) silence = until_date(*text, headers, now);
  if (!silence || *silence <= Millis{0}) return std::nullopt;
  return std::min(*silence, longest_retry_after);
}

}  // namespace trawl::fetch
