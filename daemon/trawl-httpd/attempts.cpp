#include "trawl-httpd/attempts.hpp"

#include <fmt/format.h>

#include "base/log.hpp"
#include "base/text.hpp"

namespace trawl::httpd {
namespace {

constexpr std::size_t longest_source = 64;  // an IPv6 address and its zone

}  // namespace

std::string Attempts::source_of(const Request& request) const {
  const auto passed_on = behind_proxy_ ? request.field("x-forwarded-for") : std::nullopt;
  if (!passed_on) return request.source;
  std::string_view last = passed_on->substr(passed_on->rfind(',') + 1);
  last.remove_prefix(std::min(last.find_first_not_of(" \t"), last.size()));
  return escape_controls(last.substr(0, std::min(last.find_last_not_of(" \t") + 1, longest_source)));
}

Error Attempts::wrong(const Request& request, std::string message, std::string hint) {
  const std::string source = source_of(request);
  const Steady now = clock_.steady();
  if (const auto wait = throttle_.wait(source, now)) {
    ++metrics_.throttled;
    return {Code::too_many_requests,
            fmt::format("{} attempts with wrong tokens or codes in a minute", Throttle::failures_allowed),
            "wait, and check the token or get a new code",
            {{"retry_after_ms", wait->count()}}};
  }
  throttle_.failed(source, now);
  ++metrics_.wrong;
  log::warning("http.wrong_credential", "from {}: {}", source, message);
  return {Code::unauthenticated, std::move(message), std::move(hint)};
}

}  // namespace trawl::httpd
