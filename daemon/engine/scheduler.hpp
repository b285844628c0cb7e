// Fires schedules. What a schedule does at an instant is decided by model/cadence (pure); this asks it,
// carries the decision out, and sleeps until the next one. Main thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/configuration.hpp"
#include "engine/runs.hpp"
#include "model/cadence/firing.hpp"

namespace trawl::engine {

// A schedule as operators see it.
struct ScheduleView {
  std::string name, cadence, overlap, misfire;
  std::vector<std::string> platforms;
  bool paused = false;
  std::string pause_reason;
  std::optional<Time> paused_at, last_nominal, next;
  std::optional<model::RunId> current_run;
};

class Scheduler {
 public:
  // Everything given outlives this object. machine_id spreads the splay of equal schedules over machines.
  Scheduler(asio::any_io_executor main, store::Store&, Runs&, Clock&, std::string machine_id);

  // Reads what the store kept and starts firing. Called once.
  Task<Result<>> open(ConfigurationPtr);
  // Takes a reloaded configuration over: new and changed schedules never catch up.
  Task<> reconfigure(ConfigurationPtr);
  void stop();

  Task<Result<>> pause(std::string name, std::string reason, Origin);
  Task<Result<>> resume(std::string name, Origin);
  Task<Result<store::Created>> trigger(std::string name, Origin);  // a run now, outside of the cadence

  std::vector<ScheduleView> views() const;
  Result<std::vector<Time>> upcoming(const std::string& name, Time from, std::size_t count) const;

 private:
  struct Entry {
    settings::Schedule schedule;
    model::FiringState state;
    model::Occasion occasion = model::Occasion::routine;
    std::string pause_reason;
    std::optional<Time> paused_at, created_at;
    std::optional<model::RunId> current, waiting;  // the newest run, and one queued behind it
    bool busy = false;                             // a decision is being carried out
  };

  using EntryPtr = std::shared_ptr<Entry>;  // a reload may drop it while it is looked at

  Result<EntryPtr> find(const std::string& name) const;
  void adopt(const settings::Schedule&, const std::vector<store::ScheduleState>& stored);
  model::FiringRules rules(const Entry&) const;
  bool is_active(const std::optional<model::RunId>& run) const { return run && runs_.is_active(*run); }
  void move_up(Entry&) const;
  model::Previous previous(const Entry&) const;
  void restart_loop();
  Task<> loop(std::uint64_t generation);
  Task<std::optional<Time>> look(EntryPtr);
  Task<store::Event> fire(Entry&, const model::Firing&);
  Task<store::Event> start(Entry&, const model::Firing&, std::optional<model::RunId> after);
  Task<> follow_up(model::RunId, settings::Schedule, int used);
  Task<> take_up_retries();
  Task<Result<>> save(Entry&, std::vector<store::Event>, std::optional<store::AuditRow>);
  store::Event event(const Entry&, std::string type, boost::json::object data = {}) const;

  asio::any_io_executor main_;
  store::Store& store_;
  Runs& runs_;
  Clock& clock_;
  std::string machine_id_;
  std::map<std::string, EntryPtr> entries_;
  std::uint64_t generation_ = 0;  // a loop of an older generation ends when it wakes
  bool stopped_ = false;
};

}  // namespace trawl::engine
