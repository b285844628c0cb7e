// The port to worker processes. One process per platform and run; it dies with the daemon. All calls
// on the crawl thread, which lives as long as the daemon (PR_SET_PDEATHSIG follows the thread).
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/task.hpp"
#include "base/time.hpp"
#include "model/plugin.hpp"
#include "wire/messages.hpp"

namespace trawl::worker {

struct LaunchSpec {
  std::filesystem::path plugin;               // the shared library
  std::uint64_t memory_limit = 1ULL << 30;    // bytes of address space
  Millis cpu_limit{600'000};                  // rlimit; the deadline itself is the caller's
};

// How a worker process ended.
struct Exit {
  int code = 0;                       // meaningful when signal is 0
  int signal = 0;
  std::uint64_t max_rss_bytes = 0;
  std::string last_words;             // the tail of its stderr: at most 4 KiB
};

// A running worker. Destroying it kills the process and reaps it.
class Worker {
 public:
  virtual ~Worker() = default;
  virtual pid_t pid() const = 0;

  // The next message, or an Error: gone (the worker closed its end), protocol_error (it lied: not a
  // frame, too large), cancelled (kill() was called).
  virtual Task<Result<wire::ToDaemon>> receive() = 0;

  // Returns when the kernel took all of it; the worker's reading pace is the back-pressure. One send at
  // a time. False when the worker is gone.
  virtual Task<bool> send(wire::ToWorker) = 0;

  virtual void kill() = 0;      // SIGKILL, at once; idempotent
  virtual Task<Exit> wait() = 0;
};

// What a plugin has against a configuration.
struct ConfigFault {
  std::string pointer;  // JSON Pointer of the culprit; "" is the whole
  std::string text;     // one sentence
  friend bool operator==(const ConfigFault&, const ConfigFault&) = default;
};

class Launcher {
 public:
  virtual ~Launcher() = default;
  virtual Result<std::unique_ptr<Worker>> launch(const LaunchSpec&) = 0;

  // What the library at `file` says of itself, asked in a worker of its own. A library may hold several
  // plugins. Errors: plugin_unavailable with the loader's own words.
  virtual Task<Result<std::vector<model::PluginDescriptor>>> probe(std::filesystem::path file) = 0;

  // What the plugin has against a configuration that fits its schema (JSON text), asked in a worker of its own.
  // Empty: nothing. Errors: plugin_unavailable when nothing was judged, because the plugin crashed, hung, answered
  // nonsense or said that it could not; the message names plugin and file.
  virtual Task<Result<std::vector<ConfigFault>>> check(std::filesystem::path file, std::string plugin_id,
                                                       std::string config_json) = 0;
};

}  // namespace trawl::worker
