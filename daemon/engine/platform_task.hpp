// One platform of one run as a state machine without I/O: events go in, commands come out, in order.
// drive_platform carries the commands out. Everything that decides how a platform ends is here, and is
// tested event by event.
//
// Life: on(Launched) -> worker messages, fetch results -> on(WorkerGone) -> Finish, exactly once, last.
// A deadline, a cancellation and the daemon's stop only kill the worker; the end takes the normal path.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "fetch/fetcher.hpp"
#include "model/item.hpp"
#include "model/page.hpp"
#include "model/redact.hpp"
#include "model/run.hpp"
#include "wire/messages.hpp"
#include "worker/launcher.hpp"

namespace trawl::engine {

// What a platform may use; beyond it the worker is killed and the platform fails.
struct TaskLimits {
  std::size_t item_batch = 1'000;  // items per store command
  std::uint64_t item_batch_bytes = 1ULL << 20;
  std::int64_t items = 1'000'000;  // per platform and run
  std::uint64_t item_bytes = 256ULL << 20;
  std::size_t error_records = 1'000;   // kept in full; further ones are only counted
  std::uint32_t in_flight = 16;        // fetches a worker may wait for
  std::size_t open_responses = 1'024;  // fetches not yet released, waiting ones included
  std::size_t state_keys = 10'000;
  std::uint64_t memory = 1ULL << 30;  // the worker's, to tell a memory death from a crash
  std::uint64_t kept_pages = 0;       // bytes of all pages kept by all runs; 0: none is kept
  int pages_per_kind = 2;  // kept for the first errors of each kind; the others tend to look the same
  std::vector<std::string> secret_keys =
      model::usual_secret_keys();  // of URLs in what is recorded and logged
};

// --- events ---
struct Launched {};
struct LaunchRefused {
  Error error;
};
struct FetchEnded {
  std::uint64_t request;
  std::expected<fetch::Response, fetch::Failure> result;
};
struct WorkerGone {
  worker::Exit exit;
  std::optional<Error> fault;  // it broke the protocol
};
enum class Stop : std::uint8_t { none, deadline, cancelled, interrupted };
struct StopRequested {
  Stop reason;
};
struct StoreEnded {
  std::optional<Error> fault;
};  // answers each StoreItems and SaveState
struct PageKept {
  std::size_t error;  // KeepPage::error
  std::string file;   // empty when it could not be kept
};
using TaskEvent = std::variant<Launched, LaunchRefused, wire::ToDaemon, FetchEnded, WorkerGone, StopRequested,
                               StoreEnded, PageKept>;

// --- commands ---
struct Send {
  wire::ToWorker message;
};
struct FetchUrl {
  std::uint64_t request;
  fetch::Request what;
};
struct StoreItems {
  std::vector<model::Item> items;
};
struct SaveState {
  std::vector<std::pair<std::string, std::string>> state;
};
struct KeepPage {
  std::size_t error;  // which of the records is about it
  model::Page page;
};
struct KillWorker {};
struct PluginWaits {};  // of a replay: see wire::Waiting
struct LogLine {
  std::int32_t level;
  std::string text;
};
struct Finish {
  model::PlatformStatus status;
  std::vector<model::ErrorRecord> errors;
  std::int64_t fetches, bytes;
  std::vector<std::pair<std::string, std::string>> state;
  std::vector<wire::Breach> breaches;  // of the plugin contract; each is a warning among the errors, too
};
using Command =
    std::variant<Send, FetchUrl, StoreItems, SaveState, KeepPage, KillWorker, PluginWaits, LogLine, Finish>;

// How far the platform is; read by progress ticks.
struct Progress {
  std::int64_t items = 0, errors = 0, fetches = 0, bytes = 0;
  std::uint64_t done = 0, total = 0;  // the plugin's own words; total 0: unknown
  std::string what;
};

class PlatformTask {
 public:
  // `start` is sent to the worker when it is launched.
  PlatformTask(std::string platform, wire::Start start, TaskLimits limits);

  // `now` stamps error records.
  std::vector<Command> on(TaskEvent event, Time now);

  const Progress& progress() const { return progress_; }
  bool finished() const { return finished_; }

 private:
  using Commands = std::vector<Command>;

  void handle(Launched, Commands&);
  void handle(LaunchRefused, Commands&);
  void handle(wire::ToDaemon, Commands&);
  void handle(FetchEnded, Commands&);
  void handle(WorkerGone, Commands&);
  void handle(StopRequested, Commands&);
  void handle(StoreEnded, Commands&);
  void handle(PageKept, Commands&);

  void said(wire::Hello, Commands&);
  void said(wire::Fetch, Commands&);
  void said(wire::Taken, Commands&);
  void said(wire::Released, Commands&);
  void said(wire::Item, Commands&);
  void said(wire::Report, Commands&);
  void said(wire::Log, Commands&);
  void said(wire::Progress, Commands&);
  void said(wire::State, Commands&);
  void said(wire::Checkpoint, Commands&);
  void said(wire::Done, Commands&);
  void said(wire::LoadFailed, Commands&);
  void said(wire::Breach, Commands&);
  void said(wire::Waiting, Commands&);
  void said(wire::Spent, Commands&);

  void record(model::ErrorKind, model::Severity, std::string message, std::string url = {},
              std::optional<int> http_status = {});
  void keep_page(model::Page, Commands&);                           // of the record made just now
  void end_with(model::ErrorKind, std::string message, Commands&);  // kills the worker over it
  void flush_items(Commands&);
  void save_state(Commands&);
  void conclude_if_settled(Commands&);  // the worker is gone and the store has answered
  void finish(model::PlatformStatus, Commands&);
  void explain_death(const WorkerGone&);
  std::string handling() const;  // the URL the plugin is busy with

  struct OpenFetch {
    std::string url;
    bool quiet = false;
    bool taken = false;
    bool answered = false;
  };

  std::string platform_;
  wire::Start start_;
  TaskLimits limits_;
  Time now_{};

  std::unordered_map<std::uint64_t, OpenFetch> fetches_;
  std::uint32_t unanswered_ = 0;
  std::uint64_t last_taken_ = 0;
  std::vector<model::Item> batch_;
  std::uint64_t batch_bytes_ = 0, item_bytes_ = 0;
  std::vector<std::pair<std::string, std::string>> state_;
  std::vector<model::ErrorRecord> errors_;
  std::int64_t unlisted_errors_ = 0;
  std::map<model::ErrorKind, int> kept_pages_;
  std::vector<wire::Breach> breaches_;  // the worker tells each rule once; more than a few are not kept
  Progress progress_;
  Stop stop_ = Stop::none;
  std::optional<wire::Done> done_;
  std::optional<WorkerGone> gone_;
  int pending_stores_ = 0;
  bool doomed_ = false;  // the reason is recorded, only the exit is missing
  bool finished_ = false;
};

}  // namespace trawl::engine
