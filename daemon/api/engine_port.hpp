// What operations need from the running daemon. trawld implements it over its engine; tests script it.
// Main thread only. Functions that return a Task may wait; all others answer at once from memory and
// never block. Strings in views are for people unless their comment says otherwise.
//
// Changes take a Mandate (see caller.hpp). A change that is refused changes nothing.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/caller.hpp"
#include "base/error.hpp"
#include "base/task.hpp"
#include "base/time.hpp"
#include "model/plugin.hpp"
#include "model/retry.hpp"
#include "model/run.hpp"
#include "store/store.hpp"

namespace trawl::api {

namespace json = boost::json;
using model::RunId;

// --- runs ---

struct StartRequest {
  std::vector<std::string> platforms;  // empty: those of `schedule`, or every enabled one
  std::string schedule;                // empty: none; the run then belongs to this schedule
  std::string note;
  model::TriggerKind kind = model::TriggerKind::manual;
};

struct StartPlan {
  std::vector<std::string> platforms;  // exactly these would run, in this order
  std::vector<model::SkippedPlatform> skipped;
};

// How far a running platform is. `total` is what the plugin announced, if it did.
struct PlatformProgress {
  RunId run = 0;
  std::string platform;
  std::int64_t items = 0, fetches = 0, bytes = 0, errors = 0;
  std::optional<std::int64_t> done, total;
  friend bool operator==(const PlatformProgress&, const PlatformProgress&) = default;
};

// --- schedules, platforms, plugins ---

struct ScheduleView {
  std::string name;
  std::string cadence;  // as configured: "every 15m", "cron 0 6 * * 1-5"
  std::string timezone = "UTC";
  std::string overlap, misfire;  // the words of the configuration
  std::vector<std::string> platforms;
  std::optional<Time> next;          // unset: paused, or never again
  std::optional<Time> last_nominal;  // the latest instant that fired
  bool paused = false;
  std::optional<Time> paused_at;
  std::string pause_reason;
};

struct PlatformView {
  std::string name, plugin;  // plugin: its id
  bool enabled = true;       // configuration and override together
  bool available = true;     // can run when enabled
  std::string reason;        // why it is not available
  std::vector<std::string> schedules;
};

struct PluginView {
  model::PluginDescriptor descriptor;  // with an error: only what is known, at least `file` or `id`
  std::string error;                   // why it cannot be used; empty when it can
  std::vector<std::string> platforms;  // that use it
};

// --- configuration ---

// Exactly one of the two is set.
struct ConfigSource {
  std::optional<std::string> text;
  std::string path;  // absolute
};

struct ConfigFault {
  std::string file;
  int line = 0, column = 0;  // from 1; 0 when the fault has no place
  std::string message, hint;
};

struct ConfigChange {
  std::string digest;                                // of the configuration in force
  std::vector<std::string> added, removed, changed;  // "platforms.shop", "schedules.hourly", "fetch"
  std::vector<std::string> restart_required;         // changed keys that only a restart applies
};

// --- the daemon ---

struct DaemonView {
  std::string version, commit;
  std::string state;    // starting, ready, draining, degraded
  std::string boot_id;  // of this start; a UUID
  Time started_at{};
  std::string config_file, config_digest;
  std::optional<Time> config_loaded_at;
  std::string config_error;  // why the last reload was refused; empty when it was not
  std::string http_listen;   // "127.0.0.1:8484", where trawl-httpd serves the page; empty: not on TCP
  std::vector<std::pair<std::string_view, std::uint64_t>> fetch_counts;  // what the fetcher did since the start
};

struct HealthCheck {
  std::string name;  // stable word: "scheduler", "disk", "plugins", "workers"
  bool ok = true;
  std::string detail;
};

enum class Shutdown : std::uint8_t { drain, now };

class Engine {
 public:
  virtual ~Engine() = default;

  // Refusals: unknown_platform, platform_disabled, platform_unavailable, schedule_not_found,
  // shutting_down, overloaded; with a key: the idempotency codes. plan_start() asks the same questions
  // and changes nothing.
  virtual Result<StartPlan> plan_start(const StartRequest&) const = 0;
  virtual Task<Result<store::Created>> start(StartRequest, Mandate) = 0;
  // Refusals: those of model::plan_retry(), shutting_down, overloaded, the idempotency codes.
  virtual Task<Result<store::Created>> retry(model::RetryRequest, Mandate) = 0;
  // Refusals: run_not_found, run_not_cancellable.
  virtual Task<Result<model::Run>> cancel(RunId, Mandate) = 0;
  // Today's configuration, for plan_retry() and preview_retry().
  virtual model::PlatformState platform_state(const std::string& platform) const = 0;
  // A row per running platform, of one run or of all. Asked a few times a second by each watcher.
  virtual std::vector<PlatformProgress> progress(std::optional<RunId>) const = 0;

  virtual std::vector<ScheduleView> schedules() const = 0;
  // Strictly after `from`, ascending, at most `count`; as if not paused. schedule_not_found.
  virtual Result<std::vector<Time>> next_firings(const std::string& schedule, Time from, int count) const = 0;
  // Pausing what is paused succeeds and keeps the first reason. schedule_not_found.
  virtual Task<Result<>> pause(std::string schedule, std::string reason, Mandate) = 0;
  virtual Task<Result<>> resume(std::string schedule, Mandate) = 0;

  virtual std::vector<PlatformView> platforms() const = 0;
  virtual Task<Result<>> set_enabled(std::string platform, bool enabled, Mandate) = 0;  // platform_not_found
  virtual std::vector<PluginView> plugins() const = 0;

  // Faults are an answer, not an error; an unreadable path is config_invalid.
  virtual Task<Result<std::vector<ConfigFault>>> check_config(ConfigSource) = 0;
  // Applies the file whole or not at all. config_invalid, with data.errors as config.check lists them.
  virtual Task<Result<ConfigChange>> reload_config(bool dry_run, Mandate) = 0;
  virtual json::object config() const = 0;  // what is in force, secrets redacted

  virtual DaemonView daemon() const = 0;
  virtual std::vector<HealthCheck> health() const = 0;
  // Returns when the stop has been noted, not when it is done: the reply must still be sent.
  virtual Task<Result<>> shutdown(Shutdown, Mandate) = 0;
};

}  // namespace trawl::api
