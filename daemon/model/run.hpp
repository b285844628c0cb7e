// A run and what became of each platform it asked for. Values that the store keeps, the engine moves
// through their states and the API shows; nothing here does I/O.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/error_kind.hpp"
#include "model/status.hpp"

namespace trawl::model {

using RunId = std::int64_t;   // from 1; ascending in order of creation

// What made a run. The text form people see ("retry:42") is in Run::trigger.
enum class TriggerKind : std::uint8_t { schedule, catchup, manual, retry, auto_retry, resume, api };

// Who asked. A schedule has no uid.
struct Actor {
  std::optional<std::uint32_t> uid;
  std::optional<std::int32_t> pid;
  std::string name;   // login name, token name, or "trawld"
  friend bool operator==(const Actor&, const Actor&) = default;
};

// What a run's items did to the stored ones.
struct ItemCounts {
  std::int64_t total = 0, added = 0, changed = 0, removed = 0, unchanged = 0;
  friend bool operator==(const ItemCounts&, const ItemCounts&) = default;
};

// The plugin as it was when the platform ran; frozen with the run.
struct PluginVersion {
  std::string id, version, digest;   // digest: SHA-256 of the library, hex; empty when unknown
  friend bool operator==(const PluginVersion&, const PluginVersion&) = default;
};

// One row per requested platform, written with the run: nothing is inferred from absence.
struct PlatformOutcome {
  std::string name;
  PlatformStatus status = PlatformStatus::pending;
  std::optional<Time> started_at, finished_at;
  ItemCounts items;
  std::int64_t errors = 0;    // error records of severity error
  std::int64_t fetches = 0;   // responses and failures the platform saw
  std::int64_t bytes = 0;     // decoded body bytes
  std::int64_t tries = 0;     // attempts inside this run
  PluginVersion plugin;
};

struct ErrorRecord {
  std::string platform;
  ErrorKind kind = ErrorKind::plugin;
  Severity severity = Severity::error;
  std::string message;                 // one sentence
  std::string url;                     // what was being handled; may be empty
  std::optional<int> http_status;
  Time time{};
};

struct Run {
  RunId id = 0;
  RunStatus status = RunStatus::queued;
  TriggerKind trigger_kind = TriggerKind::manual;
  std::string trigger;                 // "schedule:recipes", "manual", "retry:42"
  std::optional<RunId> parent;         // the run this one retries
  RunId root = 0;                      // itself for a run that retries nothing
  int attempt = 1;                     // 1 for a root; unique within the lineage
  std::string schedule;                // empty when no schedule made it
  std::optional<Time> nominal;         // the instant the schedule meant
  Actor requested_by;
  std::string note;
  std::string config_digest;
  bool cancel_requested = false;
  Time created_at{};
  std::optional<Time> started_at, finished_at;
  std::vector<PlatformOutcome> platforms;   // in the requested order
};

}  // namespace trawl::model
