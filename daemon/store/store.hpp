// The port to what trawl remembers. Every call is one transaction: when it returns without an error,
// what it did is durable, with its journal rows and its counters. A second engine can implement it.
//
// Called from the main thread's coroutines (crawl's too); answers come back on the caller's executor.
// Writes are committed in groups by one writer; reads never wait for writes, and see every write that
// was answered before. Errors: storage_full, storage_error, overloaded (too many calls wait),
// shutting_down, besides those named below. A refused call changes nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/task.hpp"
#include "base/time.hpp"
#include "model/item.hpp"
#include "model/lineage.hpp"
#include "model/retry.hpp"
#include "model/run.hpp"
#include "store/platform_sink.hpp"

namespace trawl::store {

using model::RunId;
using Seq = std::int64_t;   // position in the journal, from 1

// --- writing ---

struct NewRun {
  model::TriggerKind trigger_kind = model::TriggerKind::manual;
  std::string trigger;
  std::optional<RunId> parent;                    // root and attempt follow from it
  std::string schedule;
  std::optional<Time> nominal;                    // also becomes the schedule's last_nominal, at once
  model::Actor requested_by;
  std::string note, config_digest;
  std::vector<std::string> platforms;             // ordered, no duplicates, not empty
  std::vector<model::SkippedPlatform> skipped;    // told again when a key is replayed
  Time created_at{};
};

// Decides inside the transaction, so that two decisions never see the same past. Gets the parent's
// lineage, or null for a run without one. Runs on the writer's thread: pure, and quick.
using Decide = std::function<Result<NewRun>(const model::Lineage* parent_lineage)>;

// A client's promise that equal keys mean the same request. Unique per actor, kept 24 h by the store's
// clock. The same key with another digest is refused: idempotency_mismatch.
struct IdempotencyKey {
  std::string actor, key, digest;                 // digest: of method and canonical parameters
};

struct Created {
  model::Run run;
  std::vector<model::SkippedPlatform> skipped;
  bool replayed = false;                          // the key was seen before; nothing new was made
};

struct PlatformStart {
  RunId run = 0;
  std::string platform;
  model::PluginVersion plugin;
  Time at{};
};

// How a platform's work ended, before it is held against its expectations (see expectations.hpp). Those
// are for a claimed success: too few items or too many missing are recorded as errors. Any error makes a
// success partial; a partial result without a single item failed.
struct PlatformEnd {
  RunId run = 0;
  std::string platform;
  model::PlatformStatus status = model::PlatformStatus::failed;   // a terminal one
  std::vector<model::ErrorRecord> errors;                         // not yet added
  std::int64_t fetches = 0, bytes = 0, tries = 1;
  std::int64_t min_items = 0;      // fewer: error empty_result (none at all) or expectation
  double max_drop = 1.0;           // more of the last good run's items missing: error expectation
  std::vector<std::pair<std::string, std::string>> state;         // plugin state to keep; adds and replaces
  Time at{};
};

struct Ended {
  model::PlatformOutcome outcome;
  std::optional<model::RunStatus> run_ended;      // set when this platform was the run's last
};

struct ScheduleState {
  std::string name;
  std::optional<Time> last_nominal, paused_at, created_at;
  std::string pause_reason;
  bool paused = false;
};

// A row of the journal. Types: run.created run.started run.finished run.cancel_requested
// platform.started platform.finished error.recorded schedule.fired schedule.overlap_skipped
// schedule.coalesced schedule.missed schedule.paused schedule.resumed platform.enabled platform.disabled
// config.reloaded config.rejected daemon.started daemon.stopping.
struct Event {
  Seq seq = 0;
  Time time{};
  std::string type;
  std::optional<RunId> run;
  std::string platform, schedule;
  std::string data = "{}";                        // JSON object
};

struct AuditRow {
  Time time{};
  model::Actor actor;
  std::string transport, method, params_digest, outcome;
  std::optional<RunId> run;
};

// --- reading ---

struct RunFilter {
  std::optional<model::RunStatus> status, effective_status;
  std::optional<model::TriggerKind> trigger_kind;
  std::string platform, schedule;
  std::optional<RunId> before;                    // keyset: ids below this, newest first
  bool active_only = false;
  bool roots_only = false;                        // no retries
  int limit = 50;                                 // 1..500
};

struct HistoryFilter {
  std::string platform;
  std::optional<model::PlatformStatus> status;
  int limit = 30;                                 // 1..100
};
struct HistoryEntry {
  RunId run = 0;
  model::PlatformOutcome outcome;
};

struct ErrorFilter {
  std::optional<RunId> run;
  std::string platform;
  std::optional<model::ErrorKind> kind;
  std::int64_t after = 0;                         // keyset: record ids above this
  int limit = 500;
};
struct StoredError {
  std::int64_t id = 0;
  RunId run = 0;
  model::ErrorRecord record;
};

struct StoredItem {
  std::int64_t position = 0;                      // keyset
  std::string platform, kind, key, data;
  RunId first_run = 0, changed_run = 0;
};
struct ItemFilter {
  std::string platform;
  std::optional<RunId> run;                       // as that run left what it published; unset: current
  std::int64_t after = 0;
  int limit = 500;
};

struct ItemChange {
  std::string op;                                 // added, changed, removed, returned
  std::string platform, kind, key, before, after;
};

struct Counts {
  std::int64_t runs = 0, active_runs = 0, items = 0, errors = 0;
  Seq last_seq = 0;
  std::int64_t database_bytes = 0;
  // Since the daemon started: transactions, writes waiting now, writes refused as overloaded.
  std::int64_t commits = 0, queued = 0, refused = 0;
};

class Store : public PlatformSink {
 public:

  // Runs and platforms. Terminal states never change: a call that would is refused with
  // internal_error and changes nothing.
  // A replayed key answers with the run as it is now, and writes nothing. Refused: run_not_found (the
  // parent), idempotency_mismatch, and whatever Decide refuses. The audit row gets the new run's id.
  virtual Task<Result<Created>> create_run(std::optional<RunId> parent, std::optional<IdempotencyKey>, Decide,
                                           std::optional<AuditRow>) = 0;
  virtual Task<Result<>> start_run(RunId, Time) = 0;
  // Needs a running run. Refused: platform_busy while the platform runs in any run: none runs twice at
  // a time, and its results are published in the order of its starts.
  virtual Task<Result<>> start_platform(PlatformStart) = 0;
  // Before another attempt of a running platform within its run: what the attempt before staged is dropped.
  virtual Task<Result<>> restart_platform(RunId, std::string platform) = 0;
  // Items are staged: visible only after end_platform() published them.
  Task<Result<>> add_items(RunId, std::string platform, std::vector<model::Item>) override = 0;
  // Of platforms that have not ended.
  virtual Task<Result<>> add_errors(RunId, std::vector<model::ErrorRecord>) = 0;
  // Holds the result against its expectations, publishes the items (succeeded: all, and what is absent
  // is removed; partial: added and changed only; else none), and closes the run with its last platform:
  // with model::verdict(), or as cancelled when that was asked for. Items that return after a removal
  // count as added; those of an unpublished result count as nothing.
  virtual Task<Result<Ended>> end_platform(PlatformEnd) = 0;
  // Marks the wish; pending platforms become cancelled at once, running ones when they end; closes the
  // run when none is running. Refused: run_not_found, run_not_cancellable.
  virtual Task<Result<model::Run>> cancel_run(RunId, Time, std::optional<AuditRow>) = 0;
  // Pending and running platforms of a run become interrupted, each with an error record that says so,
  // and so does the run. What they had staged is dropped. Opening a store does this to every run that an
  // earlier daemon left queued or running.
  virtual Task<Result<>> interrupt_run(RunId, Time) = 0;

  Task<Result<>> save_plugin_state(std::string platform,
                                   std::vector<std::pair<std::string, std::string>>) override = 0;
  Task<Result<std::string>> keep_page(RunId, std::string platform, model::Page, std::uint64_t budget) override = 0;
  virtual Task<Result<>> save_schedule(ScheduleState, std::vector<Event>, std::optional<AuditRow>) = 0;
  virtual Task<Result<>> set_platform_enabled(std::string platform, bool enabled, Time, std::optional<AuditRow>) = 0;
  virtual Task<Result<>> append(Event, std::optional<AuditRow>) = 0;
  // Deletes whole lineages whose newest run is not among the newest keep_runs (0: no limit by number) or
  // ended before older_than, and journal and audit rows from before then, in small transactions; returns
  // the number of runs. Active lineages stay, and those with the last success of a platform.
  virtual Task<Result<std::int64_t>> prune(std::int64_t keep_runs, Time older_than) = 0;

  // Reads.
  virtual Task<Result<model::Run>> load_run(RunId) = 0;                       // run_not_found
  virtual Task<Result<model::Lineage>> load_lineage(RunId) = 0;               // of any member; run_not_found
  virtual Task<Result<std::vector<model::Run>>> list_runs(RunFilter) = 0;     // with their platforms
  virtual Task<Result<std::vector<HistoryEntry>>> history(HistoryFilter) = 0; // a platform's, newest first
  virtual Task<Result<std::vector<StoredError>>> list_errors(ErrorFilter) = 0;
  // Of severity error, in this run and all later ones; the most frequent kind first.
  virtual Task<Result<std::vector<std::pair<model::ErrorKind, std::int64_t>>>> count_errors(RunId from) = 0;
  // In the order of first emission. Refused: run_not_found.
  virtual Task<Result<std::vector<StoredItem>>> list_items(ItemFilter) = 0;
  // What run b published against what run a had left, for the platforms both requested. Refused:
  // run_not_found, run_active, overloaded when they differ in more than 100,000 items.
  virtual Task<Result<std::vector<ItemChange>>> diff(RunId a, RunId b) = 0;
  // At most 1000. Refused: gone, with the first position that can be asked for as data "seq".
  virtual Task<Result<std::vector<Event>>> events_after(Seq, int limit) = 0;
  virtual Task<Result<std::vector<ScheduleState>>> schedule_states() = 0;
  virtual Task<Result<std::vector<std::pair<std::string, bool>>>> platform_overrides() = 0;
  virtual Task<Result<std::vector<std::pair<std::string, std::string>>>> load_plugin_state(std::string platform) = 0;
  virtual Task<Result<Counts>> counts() = 0;

  // Called on the given executor after commits that added journal rows, with the highest seq; calls are
  // coalesced. Set once, before anything is written.
  virtual void on_commit(asio::any_io_executor, std::function<void(Seq)>) = 0;

  virtual std::string instance_id() const = 0;    // of this database: a restored copy keeps it
};

}  // namespace trawl::store
