// Runs: starts them, retries them, cancels them, and drives each to its end. Main thread; the platforms
// themselves are driven on the crawl thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/configuration.hpp"
#include "engine/drive_platform.hpp"
#include "engine/turnstile.hpp"
#include "store/store.hpp"

namespace trawl::engine {

// Who asks and with which promise; goes into the same transaction as what is asked for.
struct Origin {
  model::Actor actor;
  std::optional<store::IdempotencyKey> key;
  std::optional<store::AuditRow> audit;
};

struct StartRequest {
  std::vector<std::string> platforms;  // empty: every enabled one
  model::TriggerKind kind = model::TriggerKind::manual;
  std::string schedule;  // the schedule it belongs to, if any
  std::optional<Time> nominal;
  std::optional<model::RunId> after;  // begin when this run has ended
  std::string note;
};

struct RunLimits {
  std::size_t active_runs = 1'000;  // queued ones included; more are refused as overloaded
  std::size_t workers = 64;         // processes at once, over all runs
};

struct PlatformProgress {
  std::string platform;
  Progress progress;
};

class Runs {
 public:
  // Everything given outlives this object. `configuration` returns the current one.
  Runs(asio::any_io_executor main, asio::any_io_executor crawl, store::Store&, CrawlServices, Clock& clock,
       std::function<ConfigurationPtr()> configuration, RunLimits limits = {});

  Task<Result<store::Created>> start(StartRequest, Origin);
  Task<Result<store::Created>> retry(model::RetryRequest, Origin,
                                     model::TriggerKind kind = model::TriggerKind::retry);
  Task<Result<model::Run>> cancel(model::RunId, Origin);

  // Live figures of the platforms of a run that are running now.
  std::vector<PlatformProgress> progress(model::RunId) const;

  bool is_active(model::RunId id) const { return active_.contains(id); }
  std::size_t active() const { return active_.size(); }
  std::vector<model::RunId> active_ids() const;
  // Returns when the run has ended; at once when it is not active.
  Task<> ended(model::RunId);
  // Whether something has to be written and the disk does not take it; new runs are refused meanwhile.
  bool is_storage_blocked() const { return blocked_ > 0; }

  // New runs are refused from now on; returns when all have ended, or were interrupted after `grace`.
  Task<> drain(Millis grace);
  void cut_drain();  // the second signal: no more grace

 private:
  struct ActiveRun {
    model::Run run;
    ConfigurationPtr configuration;
    std::map<std::string, std::shared_ptr<PlatformControl>> running;
    std::size_t unfinished = 0;
    std::shared_ptr<Turnstile> start_gate;  // the first platform starts the run, the others wait for that
    bool started = false;
    bool stopped = false;  // cancelled or interrupted: pending platforms do not start
    std::vector<OneShot<bool>> waiters;
  };
  using ActivePtr = std::shared_ptr<ActiveRun>;

  Result<> check_open() const;
  Task<Result<store::Created>> create(std::optional<model::RunId> parent, std::optional<model::RunId> after,
                                      Origin, store::Decide, ConfigurationPtr);
  Task<> execute(ActivePtr, std::optional<model::RunId> after);
  Task<> run_platform(ActivePtr, std::string platform);
  Task<bool> ensure_started(ActivePtr);
  template <class T>
  Task<Result<T>> insist(std::function<Task<Result<T>>()> offer);
  Task<> drive(ActivePtr, const settings::Platform&, std::shared_ptr<PlatformControl>);
  Task<store::PlatformEnd> attempt_until_settled(ActivePtr, const settings::Platform&,
                                                 std::shared_ptr<PlatformControl>);
  Task<PlatformJob> make_job(const ActiveRun&, const settings::Platform&, std::shared_ptr<PlatformControl>);
  Task<> store_end(ActivePtr, store::PlatformEnd);
  Task<> fail_without_worker(ActivePtr, std::string platform, std::string reason);
  void platform_ended(const ActivePtr&);
  Task<> interrupt_all();

  asio::any_io_executor main_, crawl_;
  CrawlServices crawl_services_;
  store::Store& store_;
  Clock& clock_;
  std::function<ConfigurationPtr()> configuration_;
  RunLimits limits_;
  PlatformLocks locks_;
  std::shared_ptr<Turnstile> workers_;
  std::map<model::RunId, ActivePtr> active_;
  int blocked_ = 0;  // writes that wait for room on the disk
  bool draining_ = false;
  bool cut_ = false;
};

}  // namespace trawl::engine
