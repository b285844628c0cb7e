#include "trawl-httpd/adapter.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>

#include "base/log.hpp"
#include "base/service.hpp"
#include "base/system_clock.hpp"
#include "settings/load.hpp"
#include "trawl-httpd/descriptors.hpp"
#include "trawl-httpd/hub.hpp"
#include "trawl-httpd/listeners.hpp"
#include "trawl-httpd/openapi.hpp"
#include "trawl-httpd/own_metrics.hpp"
#include "trawl-httpd/server.hpp"
#include "trawl-httpd/site.hpp"

namespace trawl::httpd {
namespace {

enum ExitCode : int { exit_ok = 0, exit_cannot_create = 73, exit_config = 78 };

log::Level log_level(const std::string& name) {
  if (name == "debug") return log::Level::debug;
  if (name == "warning") return log::Level::warning;
  return name == "error" ? log::Level::error : log::Level::info;
}

// A log file is the daemon's, which alone writes to it.
std::string_view log_target(const std::string& target) {
  return target == "journal" ? "journal" : "stderr";
}

// Only the parts that the adapter has to do with: what a plugin thinks of its `config:` is the daemon's
// matter.
std::optional<settings::Settings> read_settings(const std::string& file) {
  auto loaded = settings::load(
      file,
      {.tolerate_unknown_groups = true, .tolerate_absent_credentials = true, .tolerate_absent_files = true});
  for (const auto& fault : loaded.faults) fmt::print(stderr, "{}\n", to_string(fault));
  return std::move(loaded.settings);
}

void complain(const Error& error) {
  fmt::print(stderr, "trawl-httpd: {}\n", error.message);
  if (!error.hint.empty()) fmt::print(stderr, "trawl-httpd: {}\n", error.hint);
}

Authenticator::Options door_options(const settings::Settings& settings) {
  return {.access = {.rules = settings.access, .own_uid = ::geteuid()},
          .tokens_file = settings.http.tokens_file,
          .behind_proxy = settings.http.behind_proxy};
}

// As whom the adapter calls on its own account: it redeems codes, which stand for roles up to admin.
client::OnBehalfOf itself() {
  return {"trawl-httpd", "admin", ::geteuid(), "unix"};
}

// Everything that serves. Members are built in order and taken apart in reverse.
class Adapter {
 public:
  Adapter(asio::io_context& io, const settings::Settings& settings, std::string config_file)
      : io_(io),
        config_file_(std::move(config_file)),
        link_(io.get_executor(), {.socket = settings.socket.path, .itself = itself()}),
        hub_(io.get_executor(), {.socket = settings.socket.path, .itself = itself()}),
        ask_([this](std::string_view method, boost::json::object params,
                    std::optional<client::OnBehalfOf> who,
                    Millis timeout) { return ask(method, std::move(params), std::move(who), timeout); }),
        who_(door_options(settings), clock_,
             [this](std::string code) {
               return ask("web.redeem", {{"code", code}}, std::nullopt, Millis(10'000));
             }),
        events_(hub_, ask_,
                {.max_streams_per_caller = static_cast<std::size_t>(settings.http.streams_per_caller)}),
        site_(table_, routes_, who_, events_, ask_,
              [this](bool daemon_is_up) { return own_figures(daemon_is_up); }),
        server_(io.get_executor(), {.max_connections = make_room_for(ServerOptions().max_connections)},
                [this](Request& request, const Visit& visit) { return site_.answer(request, visit); }) {}

  Result<> start(std::vector<Place> places) {
    if (auto read = who_.reload(); !read) return read;
    for (Place& place : places) {
      server_.add(std::move(place.socket), std::move(place.door));
      files_.push_back(std::move(place.file));
    }
    server_.start();
    spawn(io_.get_executor(), "httpd.link", link_.run());
    spawn(io_.get_executor(), "httpd.hub", hub_.run());
    spawn(io_.get_executor(), "httpd.tokens", who_.follow_tokens());
    spawn(io_.get_executor(), "httpd.signals", heed_signals());
    notify_service("READY=1");
    return {};
  }

 private:
  Task<Result<std::string>> ask(std::string_view method, boost::json::object params,
                                std::optional<client::OnBehalfOf> who, Millis timeout) {
    co_return co_await link_.call(method, params, who, timeout);
  }

  boost::json::array own_figures(bool daemon_is_up) const {
    const OwnSources sources{
        .daemon_is_up = daemon_is_up, .server = server_.metrics(), .who = who_.metrics()};
    return api::sample(own_families(), sources);
  }

  Task<> heed_signals() {
    asio::signal_set signals(io_, SIGTERM, SIGINT, SIGHUP);
    while (co_await signals.async_wait(asio::use_awaitable) == SIGHUP) reload();
    notify_service("STOPPING=1");
    for (const UnixListener& file : files_) remove_path(file);
    co_await server_.stop();
    hub_.stop();
    link_.stop();
    io_.stop();
  }

  void reload() {
    const auto settings = read_settings(config_file_);
    if (settings) who_.set_access({.rules = settings->access, .own_uid = ::geteuid()});
    who_.refresh();
  }

  asio::io_context& io_;
  std::string config_file_;
  SystemClock clock_;
  api::Table table_ = api::daemon_methods();
  Routes routes_{table_};
  client::Link link_;
  Hub hub_;
  Ask ask_;
  Authenticator who_;
  Events events_;
  Site site_;
  Server server_;
  std::vector<UnixListener> files_;
};

}  // namespace

int run_adapter(const std::string& config_file) {
  ::signal(SIGPIPE, SIG_IGN);
  const auto settings = read_settings(config_file);
  if (!settings) return exit_config;
  try {
    log::open(log_level(settings->log.level), log_target(settings->log.target));
  } catch (const std::exception& fault) {
    complain({Code::config_invalid, fault.what(), "see log.target in trawl.yaml"});
    return exit_config;
  }
  auto places = open_listeners(*settings);
  if (!places) {
    complain(places.error());
    return exit_cannot_create;
  }
  asio::io_context io(1);
  Adapter adapter(io, *settings, config_file);
  if (auto started = adapter.start(std::move(*places)); !started) {
    complain(started.error());
    return exit_config;
  }
  io.run();
  log::flush();
  return exit_ok;
}

int dump_openapi() {
  const api::Table table = api::daemon_methods();
  const Routes routes(table);
  fmt::print("{}\n", boost::json::serialize(openapi_document(routes)));
  return exit_ok;
}

}  // namespace trawl::httpd
