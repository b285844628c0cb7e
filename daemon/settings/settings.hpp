// trawl.yaml as typed values, checked and complete: defaults filled in, names resolved, units parsed.
// Built by load.hpp; shared read-only by everything that runs under it. No yaml-cpp type leaves this
// folder.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "model/access.hpp"
#include "model/cadence/cadence.hpp"
#include "model/cadence/firing.hpp"
#include "model/fetch_policy.hpp"
#include "model/role.hpp"

namespace trawl::settings {

using model::Role;

struct Socket {
  std::string path = "/run/trawl/trawl.sock";
  std::uint32_t mode = 0660;
  std::optional<std::uint32_t> gid;  // of `group:`
};

struct Http {
  std::string unix_path, listen, tokens_file;
  std::vector<std::string> allowed_hosts;
  bool behind_proxy = false;  // X-Forwarded-Proto and X-Forwarded-For are the proxy's word
};

struct Log {
  std::string level = "info", target = "journal";
};

struct Limits {
  Millis time{600'000};
  std::uint64_t memory = 1ULL << 30;
  int tries = 2;  // attempts within a run; see model/attempt.hpp
};

struct Expectations {
  std::int64_t min_items = 1;
  double max_drop = 0.5;  // of the last good run's items; 1 = never
};

struct Platform {
  std::string name, plugin;
  bool enabled = true;
  std::string config = "{}";  // JSON text of `config:`, keys sorted
  std::shared_ptr<const model::FetchPolicy> fetch;
  Limits limits;
  Expectations expect;
  std::string digest;  // of everything above: what "configuration changed since" compares
};

// The delay grows by `backoff` from one retry to the next, up to max_delay.
struct AutoRetry {
  int max = 0;
  Millis delay{300'000};
  int backoff = 2;
  Millis max_delay{3'600'000};
  friend bool operator==(const AutoRetry&, const AutoRetry&) = default;
};

struct Schedule {
  std::string name;
  model::Cadence cadence;
  std::vector<std::string> platforms;  // resolved, in configuration order
  model::Overlap overlap = model::Overlap::skip;
  model::Misfire misfire = model::Misfire::fire_once;
  Millis splay{0};  // the longest; model::splay_offset() makes the schedule's own of it
  AutoRetry auto_retry;
  std::optional<Millis> catchup_window;  // nothing: one period, at most 24 h
  Millis misfire_grace{60'000};
};

struct Retention {
  std::int64_t runs = 10'000;
  int days = 90;
  std::uint64_t pages = 64ULL << 20;  // bytes of all pages that errors are about; 0: none is kept
};

struct Settings {
  std::string file;  // where it was read from
  std::string state_dir = "/var/lib/trawl";
  Socket socket;
  std::vector<model::AccessRule> access;
  Http http;
  Log log;
  int max_connections = 256;
  model::FetchPolicy fetch;  // the daemon's; a platform's own is in Platform::fetch
  std::vector<std::string> plugin_path{"/usr/local/lib/trawl/plugins-1"};
  std::vector<Platform> platforms;  // in the file's order
  std::vector<Schedule> schedules;
  Retention retention;
  Millis drain_timeout{20'000};
  std::string digest;                  // of the whole file's meaning
  std::map<std::string, int> origins;  // JSON pointer of a value that the file gives -> its line

  const Platform* find_platform(std::string_view name) const;
  const Schedule* find_schedule(std::string_view name) const;
};

}  // namespace trawl::settings
