#include "fetch/hosts/retry_after.hpp"

#include <algorithm>
#include <string_view>

#include "fetch/field.hpp"
#include "fetch/http_date.hpp"

namespace trawl::fetch {
namespace {

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
  return *date - parse_http_date(first_field(headers, "date"), now).value_or(now);
}

}  // namespace

std::optional<Millis> retry_after(const std::vector<Header>& headers, Time now) {
  const std::string_view text = first_field(headers, "retry-after");
  auto silence = seconds(text);
  if (!silence) silence = until_date(text, headers, now);
  if (!silence || *silence <= Millis{0}) return std::nullopt;
  return std::min(*silence, longest_retry_after);
}

}  // namespace trawl::fetch
