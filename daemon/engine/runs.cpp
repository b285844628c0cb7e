#include "engine/runs.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <functional>
#include <utility>

#include "base/log.hpp"
#include "model/attempt.hpp"

namespace trawl::engine {
namespace {

using model::RunId;

constexpr Millis kill_grace{5'000};  // killed workers are gone long before
constexpr Millis poll_while_draining{50};
constexpr Millis first_store_pause{500};
constexpr Millis longest_store_pause{30'000};

std::string trigger_text(const StartRequest& request) {
  switch (request.kind) {
    case model::TriggerKind::schedule:
      return fmt::format("schedule:{}", request.schedule);
    case model::TriggerKind::catchup:
      return fmt::format("catchup:{}", request.schedule);
    case model::TriggerKind::api:
      return "api";
    default:
      return "manual";
  }
}

}  // namespace

Runs::Runs(asio::any_io_executor main, asio::any_io_executor crawl, store::Store& store,
           CrawlServices crawl_services, Clock& clock, std::function<ConfigurationPtr()> configuration,
           RunLimits limits)
    : main_(main),
      crawl_(crawl),
      crawl_services_(crawl_services),
      store_(store),
      clock_(clock),
      configuration_(std::move(configuration)),
      limits_(limits),
      locks_(main),
      workers_(std::make_shared<Turnstile>(main, limits.workers)) {}

// --- operations ---

Task<Result<store::Created>> Runs::start(StartRequest request, Origin origin) {
  if (auto open = check_open(); !open) co_return std::unexpected(open.error());
  const ConfigurationPtr configuration = configuration_();
  const bool scheduled =
      request.kind == model::TriggerKind::schedule || request.kind == model::TriggerKind::catchup;
  auto platforms = scheduled ? choose_scheduled(*configuration, request.platforms)
                             : choose_platforms(*configuration, request.platforms);
  if (!platforms) co_return std::unexpected(platforms.error());
  store::NewRun run;
  run.trigger_kind = request.kind;
  run.trigger = trigger_text(request);
  run.schedule = std::move(request.schedule);
  run.nominal = request.nominal;
  run.requested_by = origin.actor;
  run.note = std::move(request.note);
  run.config_digest = configuration->settings->digest;
  run.platforms = std::move(*platforms);
  run.created_at = clock_.now();
  store::Decide decide = [run](const model::Lineage*) -> Result<store::NewRun> { return run; };
  co_return co_await create(std::nullopt, request.after, std::move(origin), std::move(decide), configuration);
}

Task<Result<store::Created>> Runs::retry(model::RetryRequest request, Origin origin,
                                         model::TriggerKind kind) {
  if (auto open = check_open(); !open) co_return std::unexpected(open.error());
  const ConfigurationPtr configuration = configuration_();
  const RunId parent = request.run;
  store::NewRun run;
  run.trigger_kind = kind;
  run.trigger = fmt::format("retry:{}", parent);
  run.parent = parent;
  run.requested_by = origin.actor;
  run.config_digest = configuration->settings->digest;
  run.created_at = clock_.now();
  // The plan is made inside the transaction: two retries at once see each other.
  store::Decide decide = [run, request,
                          configuration](const model::Lineage* lineage) mutable -> Result<store::NewRun> {
    auto plan = model::plan_retry(*lineage, request, lookup(configuration));
    if (!plan) return std::unexpected(plan.error());
    run.platforms = std::move(plan->platforms);
    run.skipped = std::move(plan->skipped);
    return run;
  };
  co_return co_await create(parent, std::nullopt, std::move(origin), std::move(decide), configuration);
}

Task<Result<model::Run>> Runs::cancel(RunId id, Origin origin) {
  auto cancelled = co_await store_.cancel_run(id, clock_.now(), std::move(origin.audit));
  if (!cancelled) co_return cancelled;
  if (const auto found = active_.find(id); found != active_.end()) {
    found->second->stopped = true;
    for (const auto& [platform, control] : found->second->running) control->stop(Stop::cancelled);
  }
  co_return cancelled;
}

std::vector<PlatformProgress> Runs::progress(RunId id) const {
  std::vector<PlatformProgress> figures;
  if (const auto found = active_.find(id); found != active_.end())
    for (const auto& [platform, control] : found->second->running)
      figures.push_back({platform, control->progress()});
  return figures;
}

std::vector<RunId> Runs::active_ids() const {
  std::vector<RunId> ids;
  for (const auto& [id, run] : active_) ids.push_back(id);
  return ids;
}

Task<> Runs::ended(RunId id) {
  const auto found = active_.find(id);
  if (found == active_.end()) co_return;
  OneShot<bool> end(main_);
  found->second->waiters.push_back(end);
  co_await end.get();
}

Result<> Runs::check_open() const {
  if (draining_)
    return refuse(Code::shutting_down, "the daemon is stopping and starts nothing new",
                  "ask again after its restart", {{"retry_after_ms", 5000}});
  if (blocked_ > 0)
    return refuse(Code::storage_full,
                  "results of earlier runs still wait to be written: the disk is full or too slow",
                  "make room in state_dir; the daemon goes on by itself", {{"retry_after_ms", 30'000}});
  if (active_.size() >= limits_.active_runs)
    return refuse(Code::overloaded, fmt::format("{} runs are active or waiting already", active_.size()),
                  "wait for some to end, or cancel them",
                  {{"limit", limits_.active_runs}, {"retry_after_ms", 5000}});
  return {};
}

// --- the life of a run ---

Task<Result<store::Created>> Runs::create(std::optional<RunId> parent, std::optional<RunId> after,
                                          Origin origin, store::Decide decide,
                                          ConfigurationPtr configuration) {
  auto created =
      co_await store_.create_run(parent, std::move(origin.key), std::move(decide), std::move(origin.audit));
  if (!created || created->replayed) co_return created;
  log::info("run.created", "run {} ({}) for {} platform(s)", created->run.id, created->run.trigger,
            created->run.platforms.size());
  auto active = std::make_shared<ActiveRun>();
  active->run = created->run;
  active->unfinished = created->run.platforms.size();
  active->start_gate = std::make_shared<Turnstile>(main_, 1);
  active->configuration = std::move(configuration);
  active_[active->run.id] = active;
  spawn(main_, "run", execute(std::move(active), after));
  co_return created;
}

Task<> Runs::execute(ActivePtr active, std::optional<RunId> after) {
  if (after) co_await ended(*after);
  for (const auto& outcome : active->run.platforms)
    spawn(main_, "platform", run_platform(active, outcome.name));
}

Task<> Runs::run_platform(ActivePtr active, std::string platform) {
  {
    const auto mine = co_await locks_.lock(platform);
    const auto process = co_await workers_->enter();
    const settings::Platform* settings = active->configuration->settings->find_platform(platform);
    if (!active->stopped && co_await ensure_started(active)) {
      auto control = std::make_shared<PlatformControl>();
      active->running[platform] = control;
      if (active->stopped) control->stop(Stop::cancelled);
      co_await drive(active, *settings, control);
      active->running.erase(platform);
    }
  }
  platform_ended(active);
}

// True when the run is running, in the store too.
Task<bool> Runs::ensure_started(ActivePtr active) {
  const auto turn = co_await active->start_gate->enter();
  if (active->started) co_return true;
  std::function<Task<Result<>>()> offer = [&] { return store_.start_run(active->run.id, clock_.now()); };
  auto started = co_await insist(std::move(offer));
  if (!started && !active->stopped)
    log::error("run.start", "run {}: {}", active->run.id, started.error().message);
  active->started = started.has_value();
  co_return active->started;
}

// A full disk must lose nothing: what has to be written is offered again until the store takes it or
// refuses it for another reason, or the daemon has to end.
template <class T>
Task<Result<T>> Runs::insist(std::function<Task<Result<T>>()> offer) {
  bool counted = false;
  for (Millis pause = first_store_pause;; pause = std::min(pause * 2, longest_store_pause)) {
    auto answer = co_await offer();
    const bool temporary =
        !answer && (answer.error().code == Code::storage_full || answer.error().code == Code::overloaded);
    if (!temporary || cut_) {
      if (counted) --blocked_;
      co_return answer;
    }
    if (!std::exchange(counted, true)) ++blocked_;
    log::warning("store.blocked", "{}; trying again in {}", answer.error().message, format_duration(pause));
    co_await clock_.sleep_for(pause);
  }
}

Task<> Runs::drive(ActivePtr active, const settings::Platform& platform,
                   std::shared_ptr<PlatformControl> control) {
  const model::PluginDescriptor* plugin = active->configuration->find_plugin(platform.plugin);
  store::PlatformStart start{active->run.id, platform.name, {}, clock_.now()};
  if (plugin) start.plugin = {plugin->id, plugin->version, plugin->digest};
  std::function<Task<Result<>>()> offer = [&] { return store_.start_platform(start); };
  auto started = co_await insist(std::move(offer));
  if (!started) {
    log::warning("platform.start", "run {} platform {}: {}", active->run.id, platform.name,
                 started.error().message);
    if (!active->stopped) co_await fail_without_worker(active, platform.name, started.error().message);
    co_return;
  }
  if (!plugin) {
    co_await fail_without_worker(active, platform.name,
                                 fmt::format("plugin '{}' is not installed", platform.plugin));
    co_return;
  }
  store::PlatformEnd end = co_await attempt_until_settled(active, platform, std::move(control));
  end.min_items = platform.expect.min_items;
  end.max_drop = platform.expect.max_drop;
  end.at = clock_.now();
  co_await store_end(std::move(active), std::move(end));
}

// A worker of its own for each attempt, with a deadline of its own.
Task<store::PlatformEnd> Runs::attempt_until_settled(ActivePtr active, const settings::Platform& platform,
                                                     std::shared_ptr<PlatformControl> control) {
  store::PlatformEnd end;
  end.run = active->run.id;
  end.platform = platform.name;
  for (;; ++end.tries) {
    PlatformJob job = co_await make_job(*active, platform, control);
    auto driven = drive_platform(crawl_services_, std::move(job));
    Finish finish = co_await asio::co_spawn(crawl_, std::move(driven), asio::use_awaitable);
    end.fetches += finish.fetches;
    end.bytes += finish.bytes;
    const model::Attempt attempt{finish.status, finish.errors, control->progress().items};
    bool again = end.tries < platform.limits.tries && !active->stopped && worth_another_attempt(attempt);
    if (again) again = (co_await store_.restart_platform(end.run, end.platform)).has_value();
    if (again) finish.errors = as_warnings_of_attempt(end.tries, std::move(finish.errors));
    std::ranges::move(finish.errors, std::back_inserter(end.errors));
    if (!again) {
      end.status = finish.status;
      end.state = std::move(finish.state);
      co_return end;
    }
    log::info("platform.again", "run {} platform {}: attempt {} failed, another one begins", end.run,
              end.platform, end.tries);
  }
}

Task<PlatformJob> Runs::make_job(const ActiveRun& active, const settings::Platform& platform,
                                 std::shared_ptr<PlatformControl> control) {
  PlatformJob job;
  job.run = active.run.id;
  job.platform = platform.name;
  const model::PluginDescriptor& plugin = *active.configuration->find_plugin(platform.plugin);
  job.launch = {plugin.file, platform.limits.memory, platform.limits.time};
  job.time_limit = platform.limits.time;
  job.limits.memory = platform.limits.memory;
  job.limits.kept_pages = active.configuration->settings->retention.pages;
  job.limits.secret_keys = platform.fetch->redact_query;
  job.policy = platform.fetch;
  job.control = std::move(control);
  job.start.plugin_id = plugin.id;
  job.start.run_id = std::to_string(active.run.id);
  job.start.platform = platform.name;
  job.start.trigger = active.run.trigger;
  job.start.config = platform.config;
  const auto now = std::chrono::duration_cast<std::chrono::microseconds>(clock_.now().time_since_epoch());
  job.start.now_us = now.count();
  job.start.deadline_us = (now + platform.limits.time).count();
  job.start.seed = std::hash<std::string>{}(fmt::format("{}/{}", active.run.id, platform.name));
  if (auto state = co_await store_.load_plugin_state(platform.name)) job.start.state = std::move(*state);
  co_return job;
}

Task<> Runs::fail_without_worker(ActivePtr active, std::string platform, std::string reason) {
  store::PlatformEnd end;
  end.run = active->run.id;
  end.platform = platform;
  end.status = model::PlatformStatus::failed;
  end.errors.push_back({std::move(platform),
                        model::ErrorKind::config,
                        model::Severity::error,
                        std::move(reason),
                        {},
                        {},
                        clock_.now()});
  end.tries = 0;
  end.at = clock_.now();
  co_await store_end(std::move(active), std::move(end));
}

// An outcome that is refused belongs to a run that someone else closed: cancelled, or interrupted.
Task<> Runs::store_end(ActivePtr active, store::PlatformEnd end) {
  std::function<Task<Result<store::Ended>>()> offer = [&] { return store_.end_platform(end); };
  auto ended = co_await insist(std::move(offer));
  if (!ended) {
    if (!active->stopped)
      log::error("platform.end", "run {} platform {}: {}", end.run, end.platform, ended.error().message);
    co_return;
  }
  log::info("platform.finished", "run {} platform {}: {}, {} item(s), {} error(s)", end.run, end.platform,
            name(ended->outcome.status), ended->outcome.items.total, ended->outcome.errors);
  if (ended->run_ended) log::info("run.finished", "run {}: {}", end.run, name(*ended->run_ended));
}

void Runs::platform_ended(const ActivePtr& active) {
  if (--active->unfinished > 0) return;
  active_.erase(active->run.id);
  for (const auto& waiter : active->waiters) waiter.set(true);
}

// --- the end of the daemon ---

Task<> Runs::drain(Millis grace) {
  draining_ = true;
  const Steady until = clock_.steady() + grace;
  while (!active_.empty() && !cut_ && clock_.steady() < until) co_await clock_.sleep_for(poll_while_draining);
  if (active_.empty()) co_return;
  log::warning("drain.interrupted", "{} run(s) are interrupted", active_.size());
  co_await interrupt_all();
}

void Runs::cut_drain() {
  cut_ = true;
}

Task<> Runs::interrupt_all() {
  cut_ = true;  // the next start's recovery closes what the disk does not take now
  auto interrupted = active_;
  for (auto& [id, active] : interrupted) {
    active->stopped = true;
    // First the record, then the kill: whatever happens to this process now, the run is closed.
    if (auto done = co_await store_.interrupt_run(id, clock_.now()); !done)
      log::error("drain.interrupt", "run {}: {}", id, done.error().message);
    for (const auto& [platform, control] : active->running) control->stop(Stop::interrupted);
  }
  const Steady until = clock_.steady() + kill_grace;
  while (!active_.empty() && clock_.steady() < until) co_await clock_.sleep_for(poll_while_draining);
}

}  // namespace trawl::engine
