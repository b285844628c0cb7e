#include "engine/scheduler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

#include "base/log.hpp"
#include "base/text.hpp"
#include "model/cadence/splay.hpp"

namespace trawl::engine {
namespace {

Origin daemon_origin() {
  return Origin{.actor = {.name = "trawld"}};
}

Millis delay_before_retry(const settings::AutoRetry& rule, int used) {
  Millis delay = std::min(rule.delay, rule.max_delay);
  for (; used > 0 && delay < rule.max_delay; --used) delay = std::min(delay * rule.backoff, rule.max_delay);
  return delay;
}

}  // namespace

Scheduler::Scheduler(asio::any_io_executor main, store::Store& store, Runs& runs, Clock& clock,
                     std::string machine_id)
    : main_(main), store_(store), runs_(runs), clock_(clock), machine_id_(std::move(machine_id)) {}

// --- configuration ---

Task<Result<>> Scheduler::open(ConfigurationPtr configuration) {
  auto stored = co_await store_.schedule_states();
  if (!stored) co_return std::unexpected(stored.error());
  for (const auto& schedule : configuration->settings->schedules) adopt(schedule, *stored);
  co_await take_up_retries();
  restart_loop();
  co_return Result<>{};
}

Task<> Scheduler::reconfigure(ConfigurationPtr configuration) {
  auto stored = co_await store_.schedule_states();
  const auto& schedules = configuration->settings->schedules;
  std::erase_if(entries_,
                [&](const auto& entry) { return !configuration->settings->find_schedule(entry.first); });
  for (const auto& schedule : schedules) {
    const auto known = entries_.find(schedule.name);
    if (known == entries_.end()) {
      adopt(schedule, stored.value_or(std::vector<store::ScheduleState>{}));
      continue;
    }
    Entry& entry = *known->second;
    const bool changed = model::describe(entry.schedule.cadence) != model::describe(schedule.cadence);
    entry.schedule = schedule;
    if (changed) entry.occasion = model::Occasion::introduced;
  }
  restart_loop();
}

void Scheduler::adopt(const settings::Schedule& schedule, const std::vector<store::ScheduleState>& stored) {
  Entry entry{.schedule = schedule, .state = {.settled_until = clock_.now()}};
  const auto known = std::ranges::find(stored, schedule.name, &store::ScheduleState::name);
  if (known == stored.end()) {
    entry.occasion = model::Occasion::introduced;
    entry.created_at = clock_.now();
  } else {
    entry.state.settled_until = known->last_nominal.value_or(known->created_at.value_or(clock_.now()));
    entry.state.paused = known->paused;
    entry.pause_reason = known->pause_reason;
    entry.paused_at = known->paused_at;
    entry.created_at = known->created_at;
  }
  entries_.insert_or_assign(schedule.name, std::make_shared<Entry>(std::move(entry)));
}

void Scheduler::stop() {
  stopped_ = true;
  ++generation_;
}

// --- firing ---

void Scheduler::restart_loop() {
  if (!stopped_) spawn(main_, "scheduler", loop(++generation_));
}

Task<> Scheduler::loop(std::uint64_t generation) {
  while (generation == generation_) {
    std::optional<Time> wake;
    const auto entries = entries_;
    for (const auto& [name, entry] : entries) {
      if (entry->busy) continue;
      const auto next = co_await look(entry);
      if (generation != generation_) co_return restart_loop();  // the newer loop may have passed over it
      if (next && (!wake || *next < *wake)) wake = next;
    }
    co_await clock_.sleep_until(wake.value_or(Time::max()));
  }
}

model::FiringRules Scheduler::rules(const Entry& entry) const {
  return {.misfire = entry.schedule.misfire,
          .overlap = entry.schedule.overlap,
          .splay = model::splay_offset(machine_id_, entry.schedule.name, entry.schedule.splay)};
}

// The run that waits becomes the current one when the run before it has ended.
void Scheduler::move_up(Entry& entry) const {
  if (!is_active(entry.current) && entry.waiting) entry.current = std::exchange(entry.waiting, std::nullopt);
}

model::Previous Scheduler::previous(const Entry& entry) const {
  if (!is_active(entry.current)) return model::Previous::ended;
  return is_active(entry.waiting) ? model::Previous::active_and_one_waiting : model::Previous::active;
}

// Lets the model decide about one schedule, carries it out, and says when to look again.
Task<std::optional<Time>> Scheduler::look(EntryPtr looked_at) {
  Entry& entry = *looked_at;
  entry.busy = true;
  move_up(entry);
  const auto occasion = std::exchange(entry.occasion, model::Occasion::routine);
  const auto plan = model::decide(entry.schedule.cadence, rules(entry), entry.state, occasion,
                                  previous(entry), clock_.now());
  std::vector<store::Event> events;
  if (plan.missed > 0) {
    events.push_back(event(entry, "schedule.missed", {{"count", plan.missed}}));
    log::warning("schedule.missed", "schedule {} missed {} firing(s)", entry.schedule.name, plan.missed);
  }
  if (plan.firing) {
    if (plan.firing->coalesced > 0)
      events.push_back(
          event(entry, "schedule.coalesced",
                {{"count", plan.firing->coalesced}, {"nominal", rfc3339(plan.firing->nominal)}}));
    events.push_back(co_await fire(entry, *plan.firing));
  }
  const bool moved = plan.settled_until != entry.state.settled_until;
  entry.state.settled_until = plan.settled_until;
  if (moved || !events.empty() || occasion == model::Occasion::introduced) {
    if (auto saved = co_await save(entry, std::move(events), std::nullopt); !saved)
      log::error("schedule.state", "schedule {}: {}", entry.schedule.name, saved.error().message);
  }
  entry.busy = false;
  co_return plan.wake;
}

// Does what the model decided and returns what is to be told of it.
Task<store::Event> Scheduler::fire(Entry& entry, const model::Firing& firing) {
  switch (firing.action) {
    case model::Action::start:
      co_return co_await start(entry, firing, std::nullopt);
    case model::Action::queue:
      co_return co_await start(entry, firing, entry.current);
    case model::Action::cancel_then_start: {
      const auto current = entry.current;
      const auto cancelled = co_await runs_.cancel(*current, daemon_origin());
      if (!cancelled && cancelled.error().code != Code::run_not_cancellable)
        log::error("schedule.cancel", "schedule {}: {}", entry.schedule.name, cancelled.error().message);
      co_return co_await start(entry, firing, current);
    }
    case model::Action::skip:
    case model::Action::join_waiting:
      break;
  }
  const model::RunId active = entry.current.value_or(0);
  log::warning("schedule.overlap", "schedule {}: run {} is still active, firing of {} skipped",
               entry.schedule.name, active, rfc3339(firing.nominal));
  co_return event(entry, "schedule.overlap_skipped",
                  {{"nominal", rfc3339(firing.nominal)},
                   {"run_id", active},
                   {"joined", firing.action == model::Action::join_waiting}});
}

Task<store::Event> Scheduler::start(Entry& entry, const model::Firing& firing,
                                    std::optional<model::RunId> after) {
  const bool catchup = firing.kind == model::Firing::Kind::catchup;
  StartRequest request;
  request.platforms = entry.schedule.platforms;
  request.kind = catchup ? model::TriggerKind::catchup : model::TriggerKind::schedule;
  request.schedule = entry.schedule.name;
  request.nominal = firing.nominal;
  request.after = after;
  const settings::Schedule schedule = entry.schedule;
  auto created = co_await runs_.start(std::move(request), daemon_origin());
  if (!created) {
    log::error("schedule.start", "schedule {}: {}", schedule.name, created.error().message);
    co_return event(entry, "schedule.missed", {{"count", 1}, {"reason", created.error().message}});
  }
  const model::RunId run = created->run.id;
  if (after && runs_.is_active(*after)) {
    entry.waiting = run;
  } else {
    entry.current = run;
    entry.waiting.reset();
  }
  if (schedule.auto_retry.max > 0) spawn(main_, "auto retry", follow_up(run, schedule, 0));
  co_return event(entry, "schedule.fired",
                  {{"nominal", rfc3339(firing.nominal)}, {"run_id", run}, {"catchup", catchup}});
}

// Retries a scheduled run by itself, as often as the schedule allows; `run` is the last one that ended or
// will end, and `used` the number of retries before it. Stops when everything succeeded, when someone
// cancelled, or when the next firing comes before the delay is over.
Task<> Scheduler::follow_up(model::RunId run, settings::Schedule schedule, int used) {
  for (; used < schedule.auto_retry.max && !stopped_; ++used) {
    co_await runs_.ended(run);
    auto ended = co_await store_.load_run(run);
    if (!ended || !ended->finished_at || ended->status == model::RunStatus::cancelled) co_return;
    const Time due = *ended->finished_at + delay_before_retry(schedule.auto_retry, used);
    const auto next = model::next_after(schedule.cadence, *ended->finished_at);
    if (next && *next < due) co_return;
    while (clock_.now() < due && !stopped_) co_await clock_.sleep_until(due);
    const auto entry = find(schedule.name);
    if (stopped_ || !entry || (*entry)->state.paused) co_return;
    model::RetryRequest request{.run = run};
    auto retried = co_await runs_.retry(std::move(request), daemon_origin(), model::TriggerKind::auto_retry);
    if (!retried) co_return;
    run = retried->run.id;
    if (!is_active((*entry)->current)) (*entry)->current = run;  // it overlaps like the run it follows
  }
}

// What an earlier daemon had in mind when it stopped: nothing but the delay was kept in memory.
Task<> Scheduler::take_up_retries() {
  const auto entries = entries_;
  for (const auto& [name, entry] : entries) {
    if (entry->schedule.auto_retry.max == 0) continue;
    store::RunFilter newest{.schedule = name, .limit = 1};
    const auto runs = co_await store_.list_runs(std::move(newest));
    if (!runs || runs->empty() || runs->front().trigger_kind == model::TriggerKind::manual) continue;
    const auto lineage = co_await store_.load_lineage(runs->front().id);
    if (!lineage) continue;
    model::RunId last = runs->front().id;
    int used = 0;
    for (const model::Run& run : lineage->attempts) {
      if (run.trigger_kind != model::TriggerKind::auto_retry) continue;
      last = std::max(last, run.id);
      ++used;
    }
    spawn(main_, "auto retry", follow_up(last, entry->schedule, used));
  }
}

// --- operators ---

Result<Scheduler::EntryPtr> Scheduler::find(const std::string& name) const {
  if (const auto found = entries_.find(name); found != entries_.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [known, entry] : entries_) names.push_back(known);
  return refuse(Code::schedule_not_found,
                fmt::format("there is no schedule '{}'{}", name, did_you_mean(name, names)),
                "trawlctl schedules lists them");
}

Task<Result<>> Scheduler::pause(std::string name, std::string reason, Origin origin) {
  const auto found = find(name);
  if (!found) co_return std::unexpected(found.error());
  Entry& entry = **found;
  entry.state.paused = true;
  entry.pause_reason = std::move(reason);
  entry.paused_at = clock_.now();
  std::vector<store::Event> events{event(entry, "schedule.paused", {{"reason", entry.pause_reason}})};
  co_return co_await save(entry, std::move(events), std::move(origin.audit));
}

Task<Result<>> Scheduler::resume(std::string name, Origin origin) {
  const auto found = find(name);
  if (!found) co_return std::unexpected(found.error());
  Entry& entry = **found;
  if (entry.state.paused) entry.occasion = model::Occasion::unpaused;
  entry.state.paused = false;
  entry.pause_reason.clear();
  entry.paused_at.reset();
  std::vector<store::Event> events{event(entry, "schedule.resumed")};
  auto saved = co_await save(entry, std::move(events), std::move(origin.audit));
  restart_loop();
  co_return saved;
}

Task<Result<store::Created>> Scheduler::trigger(std::string name, Origin origin) {
  const auto found = find(name);
  if (!found) co_return std::unexpected(found.error());
  StartRequest request;
  request.platforms = (*found)->schedule.platforms;
  request.kind = model::TriggerKind::manual;
  request.schedule = name;
  auto created = co_await runs_.start(std::move(request), std::move(origin));
  co_return created;
}

std::vector<ScheduleView> Scheduler::views() const {
  std::vector<ScheduleView> views;
  for (const auto& [schedule_name, held] : entries_) {
    const Entry& entry = *held;
    ScheduleView view;
    view.name = schedule_name;
    view.cadence = model::describe(entry.schedule.cadence);
    view.overlap = model::name(entry.schedule.overlap);
    view.misfire = model::name(entry.schedule.misfire);
    view.platforms = entry.schedule.platforms;
    view.paused = entry.state.paused;
    view.pause_reason = entry.pause_reason;
    view.paused_at = entry.paused_at;
    view.last_nominal = entry.state.settled_until;
    if (!view.paused) view.next = model::next_after(entry.schedule.cadence, clock_.now());
    view.current_run = entry.current;
    views.push_back(std::move(view));
  }
  return views;
}

Result<std::vector<Time>> Scheduler::upcoming(const std::string& name, Time from, std::size_t count) const {
  const auto found = find(name);
  if (!found) return std::unexpected(found.error());
  return model::upcoming((*found)->schedule.cadence, from, count);
}

// --- the store ---

Task<Result<>> Scheduler::save(Entry& entry, std::vector<store::Event> events,
                               std::optional<store::AuditRow> audit) {
  store::ScheduleState state;
  state.name = entry.schedule.name;
  state.last_nominal = entry.state.settled_until;
  state.paused = entry.state.paused;
  state.paused_at = entry.paused_at;
  state.pause_reason = entry.pause_reason;
  state.created_at = entry.created_at;
  auto saved = co_await store_.save_schedule(std::move(state), std::move(events), std::move(audit));
  co_return saved;
}

store::Event Scheduler::event(const Entry& entry, std::string type, boost::json::object data) const {
  store::Event event;
  event.time = clock_.now();
  event.type = std::move(type);
  event.schedule = entry.schedule.name;
  event.data = boost::json::serialize(data);
  return event;
}

}  // namespace trawl::engine
