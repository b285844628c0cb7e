// `fetch:`, of the daemon and of a platform.
#include <algorithm>

#include "settings/address.hpp"
#include "settings/readers.hpp"

namespace trawl::settings {
namespace {

using std::chrono::hours;

// It becomes a header line of every request.
Read<std::string> read_user_agent(const Node& node) {
  const auto text = read_text(node);
  if (!text) return text;
  const bool printable = std::ranges::all_of(*text, [](char c) { return c >= 0x20 && c < 0x7F; });
  if (!printable || text->size() > 256)
    return std::unexpected("expected at most 256 printable ASCII characters");
  return text;
}

void read_per_host(Section section, model::FetchPolicy& policy) {
  section.read("connections", policy.connections_per_host, integer(1, 64));
  section.read("delay", policy.delay_per_host, duration(Millis(0), hours(1)));
  section.done();
}

void read_timeouts(Section section, model::FetchTimeouts& timeout) {
  section.read("connect", timeout.connect, duration(Millis(1), hours(1)));
  section.read("first_byte", timeout.first_byte, duration(Millis(1), hours(1)));
  section.read("total", timeout.total, duration(Millis(1), hours(24)));
  section.done();
}

void read_retry(Section section, model::FetchRetry& retry) {
  section.read("attempts", retry.attempts, integer(1, 20));
  section.read("backoff", retry.backoff, duration(Millis(0), hours(1)));
  section.read("max_backoff", retry.max_backoff, duration(Millis(0), hours(24)));
  section.done();
  if (retry.max_backoff >= retry.backoff) return;
  const Member* given = section.find("max_backoff");
  section.fault(given != nullptr ? given->value.at : section.at(),
                fmt::format("max_backoff ({}) is shorter than backoff ({})",
                            format_duration(retry.max_backoff), format_duration(retry.backoff)));
}

}  // namespace

void read_fetch_policy(Section& section, model::FetchPolicy& policy) {
  section.read("user_agent", policy.user_agent, read_user_agent);
  section.read("robots", policy.obey_robots, choice<bool>({{"obey", true}, {"ignore", false}}));
  read_per_host(section.section("per_host"), policy);
  read_timeouts(section.section("timeout"), policy.timeout);
  section.read("max_body", policy.max_body, size(1, model::largest_max_body));
  read_retry(section.section("retry"), policy.retry);
  section.read_list("allow_private", policy.allow_private, read_cidr);
  section.read("proxy", policy.proxy, read_proxy);
  section.read_list("connect_to", policy.connect_to, read_connect_to);
}

}  // namespace trawl::settings
