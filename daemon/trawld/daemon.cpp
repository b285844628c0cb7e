#include "trawld/daemon.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>
#include <thread>

#include "api/journal_news.hpp"
#include "api/table.hpp"
#include "base/activation.hpp"
#include "base/log.hpp"
#include "base/system_clock.hpp"
#include "engine/runs.hpp"
#include "engine/scheduler.hpp"
#include "fetch/curl_fetcher.hpp"
#include "rpc/server.hpp"
#include "store/sqlite/open.hpp"
#include "trawld/configurator.hpp"
#include "trawld/layout.hpp"
#include "base/service.hpp"
#include "trawld/operations.hpp"
#include "trawld/reload.hpp"
#include "trawld/state.hpp"
#include "worker/process_launcher.hpp"

namespace trawl::trawld {
namespace {

constexpr Millis retention_interval{3'600'000};
constexpr Millis longest_fetch_end{2'000};

// A line of a small kernel or systemd file; empty when it cannot be read.
std::string read_line(const char* path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

log::Level log_level(const std::string& name) {
  if (name == "debug") return log::Level::debug;
  if (name == "warning") return log::Level::warning;
  return name == "error" ? log::Level::error : log::Level::info;
}

// An io_context on a thread of its own that lives as long as this object.
class CrawlThread {
 public:
  CrawlThread() : work_(asio::make_work_guard(context_)), thread_([this] { context_.run(); }) {}
  ~CrawlThread() { stop(); }

  void stop() {
    context_.stop();
    if (thread_.joinable()) thread_.join();
  }
  asio::any_io_executor executor() { return context_.get_executor(); }

 private:
  asio::io_context context_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::thread thread_;
};

// Runs a task to its end on a context of its own; for start-up, before the daemon serves.
template <class T>
T await_here(Task<T> task) {
  asio::io_context context;
  std::optional<T> result;
  auto keep = [&result, &task]() -> Task<> { result = co_await std::move(task); };
  spawn(context.get_executor(), "start-up", keep());
  context.run();
  return std::move(*result);
}

ExitCode exit_code(const Error& error) {
  switch (error.code) {
    case Code::state_locked:
      return exit_unavailable;
    case Code::storage_full:
      return exit_io;
    default:
      return exit_data;
  }
}

void print_faults(const std::vector<settings::Fault>& faults, const char* kind) {
  for (const auto& fault : faults) fmt::print(stderr, "{}{}\n", to_string(fault), kind);
}

void complain(const Error& error) {
  fmt::print(stderr, "trawld: {}\n", error.message);
  if (!error.hint.empty()) fmt::print(stderr, "trawld: {}\n", error.hint);
}

std::optional<std::uint32_t> find_user(const std::string& name) {
  const passwd* entry = ::getpwnam(name.c_str());
  return entry ? std::optional<std::uint32_t>(entry->pw_uid) : std::nullopt;
}

model::Access to_access(const settings::Settings& settings) {
  return {.rules = settings.access, .own_uid = ::geteuid(), .adapter_uid = find_user(settings.http.user)};
}

// The service manager's socket, where it keeps one for us; its unit then decides path, mode and group.
Result<UnixListener> open_listener(const settings::Socket& wanted) {
  std::vector<UniqueFd> inherited = take_inherited_sockets();
  if (inherited.empty()) return listen_at_path({wanted.path, wanted.mode, wanted.gid});
  if (inherited.size() == 1 && is_unix_socket(inherited.front().get()))
    return UnixListener{.socket = std::move(inherited.front())};
  return refuse(Code::config_invalid, "the sockets that systemd hands over are not one Unix socket",
                "see ListenStream= in trawl.socket");
}

// Everything that serves. Members are built in order and taken apart in reverse.
class Daemon {
 public:
  Daemon(asio::io_context& main, CrawlThread& crawl, worker::Launcher& launcher, Configurator& configurator,
         store::Store& store, DaemonState& state, UnixListener listener)
      : main_(main),
        crawl_(crawl),
        state_(state),
        store_(store),
        news_(main.get_executor(), store),
        fetcher_(fetch::make_curl_fetcher(crawl.executor(), crawl_clock_,
                                          {.max_connections = state.configuration->settings->max_connections},
                                          fetch_metrics_,
                                          std::filesystem::path(state.configuration->settings->state_dir) / "cache")),
        runs_(main.get_executor(), crawl.executor(), store, {launcher, *fetcher_, store, crawl_clock_}, clock_,
              [this] { return state_.configuration; }),
        scheduler_(main.get_executor(), store, runs_, clock_, read_line("/etc/machine-id")),
        reloader_(state, configurator, scheduler_, store, clock_,
                  [this](const settings::Settings& settings) { apply(settings); }),
        operations_(state, reloader_, runs_, scheduler_, store, fetch_metrics_, clock_,
                    [this](api::Shutdown mode) { stop(mode); }),
        server_(main.get_executor(), std::move(listener), {operations_, store, news_, clock_, web_codes_, tally_}, methods_,
                to_access(*state.configuration->settings)) {}

  void run() {
    spawn(main_.get_executor(), "signals", watch_signals());
    spawn(main_.get_executor(), "start", start());
    main_.run();
    crawl_.stop();  // what is still suspended there must not outlive the fetcher
  }

 private:
  Task<> start() {
    if (auto overrides = co_await store_.platform_overrides())
      for (const auto& [platform, enabled] : *overrides) reloader_.override_enabled(platform, enabled);
    auto opened = co_await scheduler_.open(state_.configuration);
    if (!opened) log::error("scheduler.open", "{}", opened.error().message);
    store::Event event;
    event.time = clock_.now();
    event.type = "daemon.started";
    co_await store_.append(std::move(event), std::nullopt);
    const auto& settings = *state_.configuration->settings;
    std::vector<std::string> platforms;
    for (const auto& platform : settings.platforms) platforms.push_back(platform.name);
    spawn(main_.get_executor(), "tally", tally_.follow(store_, news_.signal(), std::move(platforms)));
    state_.phase = "ready";
    server_.start();
    log::info("daemon.ready", "trawld {} serves {} platform(s) and {} schedule(s) on {}", TRAWL_VERSION,
              settings.platforms.size(), settings.schedules.size(), settings.socket.path);
    notify_service("READY=1");
    spawn(main_.get_executor(), "retention", keep_retention());
  }

  // What a reload changes outside of runs and schedules.
  void apply(const settings::Settings& settings) {
    log::set_level(log_level(settings.log.level));
    server_.set_access(to_access(settings));
  }

  Task<> keep_retention() {
    while (!stopping_) {
      const auto& retention = state_.configuration->settings->retention;
      const Time oldest = clock_.now() - std::chrono::hours(24) * retention.days;
      auto pruned = co_await store_.prune(retention.runs, oldest);
      if (pruned && *pruned > 0) log::info("retention.pruned", "{} run(s) removed", *pruned);
      co_await clock_.sleep_for(retention_interval);
    }
  }

  Task<> watch_signals() {
    asio::signal_set signals(main_.get_executor(), SIGTERM, SIGINT, SIGHUP);
    for (;;) {
      const int signal = co_await signals.async_wait(asio::use_awaitable);
      if (signal == SIGHUP)
        spawn(main_.get_executor(), "reload", reload());
      else
        stop(stopping_ ? api::Shutdown::now : api::Shutdown::drain);
    }
  }

  Task<> reload() {
    notify_service("RELOADING=1");
    co_await reloader_.reload(false, std::nullopt);  // says in the log what is wrong
    notify_service("READY=1");
  }

  void stop(api::Shutdown mode) {
    if (mode == api::Shutdown::now) runs_.cut_drain();
    if (stopping_) return;
    stopping_ = true;
    state_.phase = "draining";
    spawn(main_.get_executor(), "stop", wind_down());
  }

  Task<> wind_down() {
    log::info("daemon.stopping", "no new runs; {} active", runs_.active());
    notify_service("STOPPING=1");
    scheduler_.stop();
    co_await runs_.drain(state_.configuration->settings->drain_timeout);
    co_await let_fetches_end();
    co_await server_.stop();
    log::info("daemon.stopped", "{} run(s) left for the next start to close", runs_.active());
    main_.stop();
  }

  // Cancelled fetches end soon, each in its own time; the fetcher must outlive them.
  Task<> let_fetches_end() {
    const Steady until = clock_.steady() + longest_fetch_end;
    while (fetch_metrics_.in_flight + fetch_metrics_.queued > 0 && clock_.steady() < until)
      co_await clock_.sleep_for(Millis(10));
  }

  asio::io_context& main_;
  CrawlThread& crawl_;
  SystemClock clock_;        // main's
  SystemClock crawl_clock_;  // crawl's
  DaemonState& state_;
  store::Store& store_;
  api::JournalNews news_;
  api::WebCodes web_codes_;
  api::Tally tally_;
  fetch::Metrics fetch_metrics_;
  std::unique_ptr<fetch::Fetcher> fetcher_;
  engine::Runs runs_;
  engine::Scheduler scheduler_;
  Reloader reloader_;
  Operations operations_;
  const api::Table methods_ = api::daemon_methods();
  rpc::Server server_;
  bool stopping_ = false;
};

}  // namespace

ExitCode check_config(const std::filesystem::path& config_file) {
  CrawlThread crawl;
  const Layout layout = find_layout();
  const auto launcher = worker::make_process_launcher(crawl.executor(), layout.worker);
  Configurator configurator(crawl.executor(), *launcher, layout, {.tolerate_absent_credentials = true});
  const ReadConfiguration read = await_here(configurator.read(config_file));
  print_faults(read.faults, "");
  print_faults(read.warnings, " (warning)");
  if (!read.configuration) return exit_config;
  fmt::print("{}: ok, {} platform(s), {} schedule(s)\n", config_file.string(),
             read.configuration->settings->platforms.size(), read.configuration->settings->schedules.size());
  return exit_ok;
}

ExitCode run_daemon(const std::filesystem::path& config_file) {
  ::signal(SIGPIPE, SIG_IGN);
  CrawlThread crawl;
  const Layout layout = find_layout();
  const auto launcher = worker::make_process_launcher(crawl.executor(), layout.worker);
  Configurator configurator(crawl.executor(), *launcher, layout);
  ReadConfiguration read = await_here(configurator.read(config_file));
  print_faults(read.faults, "");
  if (!read.configuration) return exit_config;

  const settings::Settings& settings = *read.configuration->settings;
  log::open(log_level(settings.log.level), settings.log.target);
  for (const auto& warning : read.warnings) log::warning("config.warning", "{}", to_string(warning));

  SystemClock clock;
  asio::io_context main(1);  // outlives the store, whose answers it carries
  auto store =
      store::sqlite::open({.state_dir = settings.state_dir, .now = [&clock] { return clock.now(); }});
  if (!store) return complain(store.error()), exit_code(store.error());

  DaemonState state{.config_file = std::filesystem::absolute(config_file),
                    .configuration = read.configuration,
                    .config_loaded_at = clock.now(),
                    .boot_id = read_line("/proc/sys/kernel/random/uuid"),
                    .started_at = clock.now()};
  auto listener = open_listener(settings.socket);
  if (!listener) return complain(listener.error()), exit_cannot_create;
  {
    Daemon daemon(main, crawl, *launcher, configurator, **store, state, std::move(*listener));
    daemon.run();
  }
  log::flush();
  return exit_ok;
}

}  // namespace trawl::trawld
