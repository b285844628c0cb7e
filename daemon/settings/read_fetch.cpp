// `fetch:`, of the daemon and of a platform.
#include <algorithm>
#include <cctype>

#include "settings/address.hpp"
#include "settings/certificates.hpp"
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
  section.read("max_retry_after", retry.max_retry_after, duration(Millis(0), hours(24)));
  section.done();
  if (retry.max_backoff >= retry.backoff) return;
  const Member* given = section.find("max_backoff");
  section.fault(given != nullptr ? given->value.at : section.at(),
                fmt::format("max_backoff ({}) is shorter than backoff ({})",
                            format_duration(retry.max_backoff), format_duration(retry.backoff)));
}

// Off without the key and when it is null; a map, even an empty one, turns it on.
void read_throttle(Section& fetch, std::optional<model::FetchThrottle>& throttle) {
  if (!fetch.has("throttle")) return;
  Section section = fetch.section("throttle");
  throttle.reset();
  if (!section.is_map()) return;
  throttle.emplace();
  section.read("target_concurrency", throttle->target_concurrency, number(0.1, 64));
  section.read("max_delay", throttle->max_delay, duration(Millis(0), hours(1)));
  section.done();
}

// Null turns it off. A platform's keys replace the daemon's one by one.
void read_cache(Section& fetch, model::FetchPolicy& policy) {
  const Member* given = fetch.find("cache");
  if (given == nullptr) return;
  if (given->value.kind == Node::Kind::scalar && !fetch.section("cache").is_empty()) return;
  Section section = fetch.section("cache");
  if (!section.is_map()) policy.cache_size = 0, policy.cache_fresh = false;
  section.read("size", policy.cache_size, size(0, 1ULL << 40));
  const bool has_fresh = section.read("fresh", policy.cache_fresh, read_boolean);
  section.done();
  if (has_fresh && policy.cache_fresh && policy.cache_size == 0)
    section.fault(*section.find("fresh"), "no page is kept to be served; give a size too, such as size: 64MiB");
}

// Keys are compared in lower case.
Read<std::string> read_query_key(const Node& node) {
  auto key = read_word(node);
  if (key) std::ranges::transform(*key, key->begin(), [](unsigned char c) { return std::tolower(c); });
  return key;
}

void read_authorities(Section section, const Reading& reading, std::map<std::string, std::string>& files) {
  const auto reader = reading.options.tolerate_absent_files ? &read_absolute_path : &read_certificates;
  if (section.is_map()) files.clear();
  for (const Member& member : section.members()) {
    std::string file;
    if (!is_host_name(member.key))
      section.fault(member.at,
                    fmt::format("'{}' is no host; write it in lower case and without a port, such as "
                                "intern.example",
                                member.key));
    if (section.read(member.key, file, reader)) files.emplace(member.key, std::move(file));
  }
}

}  // namespace

void read_fetch_policy(Section& section, const Reading& reading, model::FetchPolicy& policy) {
  section.read("user_agent", policy.user_agent, read_user_agent);
  section.read("robots", policy.obey_robots, choice<bool>({{"obey", true}, {"ignore", false}}));
  section.read("max_crawl_delay", policy.max_crawl_delay, duration(Millis(0), hours(24)));
  read_per_host(section.section("per_host"), policy);
  read_throttle(section, policy.throttle);
  read_timeouts(section.section("timeout"), policy.timeout);
  section.read("max_body", policy.max_body, size(1, model::largest_max_body));
  section.read("max_bytes", policy.max_bytes, size(1, 1ULL << 40));
  section.read("max_ratio", policy.max_ratio, integer(1, 1'000'000));
  section.read("min_rate", policy.min_rate, size(0, 1ULL << 30));
  read_retry(section.section("retry"), policy.retry);
  section.read("cookies", policy.cookies, read_boolean);
  read_cache(section, policy);
  section.read("allow_downgrade", policy.allow_downgrade, read_boolean);
  section.read_list("allow_private", policy.allow_private, read_cidr);
  section.read("proxy", policy.proxy, read_proxy);
  section.read_list("connect_to", policy.connect_to, read_connect_to);
  read_authorities(section.section("ca"), reading, policy.ca_files);
  read_credentials(section, reading, policy.credentials);
  section.read_list("redact_query", policy.redact_query, read_query_key);
}

}  // namespace trawl::settings
