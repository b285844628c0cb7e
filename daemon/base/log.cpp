#include "base/log.hpp"

#include <spdlog/async.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <memory>
#include <mutex>

#include "base/task.hpp"
#include "base/text.hpp"

namespace trawl {
namespace {

constexpr std::size_t queue_records = 8192;

spdlog::level::level_enum to_spdlog(log::Level level) {
  switch (level) {
    case log::Level::debug: return spdlog::level::debug;
    case log::Level::info: return spdlog::level::info;
    case log::Level::warning: return spdlog::level::warn;
    case log::Level::error: return spdlog::level::err;
  }
  return spdlog::level::info;
}

// syslog(3) severities, which journald reads from a "<n>" prefix (sd-daemon(3)).
int priority(log::Level level) {
  switch (level) {
    case log::Level::debug: return 7;
    case log::Level::info: return 6;
    case log::Level::warning: return 4;
    case log::Level::error: return 3;
  }
  return 6;
}

struct Output {
  std::shared_ptr<spdlog::logger> logger;
  std::shared_ptr<spdlog::details::thread_pool> pool;   // goes first: its thread still writes to the logger
  bool priority_prefix = false;
};

// A process has one log, as it has one stderr. Opened once by main before threads start.
Output& output() {
  static Output instance = [] {
    auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    auto logger = std::make_shared<spdlog::logger>("trawl", sink);
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
    return Output{logger, nullptr, false};
  }();
  return instance;
}

}  // namespace

namespace log {

void open(Level level, std::string_view target) {
  spdlog::sink_ptr sink;
  if (target == "journal" || target == "stderr") sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  else sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(std::string(target));
  auto pool = std::make_shared<spdlog::details::thread_pool>(queue_records, 1);
  auto logger = std::make_shared<spdlog::async_logger>("trawl", std::move(sink), pool,
                                                       spdlog::async_overflow_policy::overrun_oldest);
  // journald stamps the time itself.
  logger->set_pattern(target == "journal" ? "%v" : "%Y-%m-%dT%H:%M:%S.%e %l %v", spdlog::pattern_time_type::utc);
  logger->set_level(to_spdlog(level));
  logger->flush_on(spdlog::level::info);
  output() = Output{std::move(logger), std::move(pool), target == "journal"};
}

void set_level(Level level) { output().logger->set_level(to_spdlog(level)); }

bool enabled(Level level) { return output().logger->should_log(to_spdlog(level)); }

void flush() { output().logger->flush(); }

std::uint64_t dropped() { return output().pool ? output().pool->overrun_counter() : 0; }

void write(Level level, std::string_view id, std::string_view message) {
  Output& out = output();
  const std::string safe = escape_controls(message);
  if (out.priority_prefix) out.logger->log(to_spdlog(level), "<{}>{}: {}", priority(level), id, safe);
  else out.logger->log(to_spdlog(level), "{}: {}", id, safe);
}

}  // namespace log

void report_escaped_exception(std::string_view task, std::exception_ptr error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& e) {
    log::error("task.escaped", "task '{}' ended with an exception: {}", task, e.what());
  } catch (...) {
    log::error("task.escaped", "task '{}' ended with an unknown exception", task);
  }
  log::flush();
  std::abort();
}

}  // namespace trawl
