// The I/O around a PlatformTask: launches the worker, carries its fetches to the fetcher and its items
// to the store, keeps the deadline, and returns when the worker is gone. Runs on the crawl thread.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "base/clock.hpp"
#include "engine/platform_task.hpp"
#include "fetch/fetcher.hpp"
#include "model/fetch_policy.hpp"
#include "store/platform_sink.hpp"
#include "worker/launcher.hpp"

namespace trawl::engine {

// The strings by which another thread holds a running platform: it may ask it to stop and look at how
// far it is. Shared by the run (main thread) and the driver (crawl thread).
class PlatformControl {
 public:
  // Any thread; the first reason stands.
  void stop(Stop reason);
  Progress progress() const;

 private:
  friend class PlatformDriver;
  void publish(const Progress&);

  mutable std::mutex mutex_;
  Progress progress_;           // guarded
  Stop stop_ = Stop::none;      // guarded
  std::function<void()> wake_;  // guarded; posts to the crawl thread, empty when nobody drives
};

struct PlatformJob {
  model::RunId run = 0;
  std::string platform;
  worker::LaunchSpec launch;
  wire::Start start;
  TaskLimits limits;
  Millis time_limit{0};
  std::shared_ptr<const model::FetchPolicy> policy;
  std::shared_ptr<PlatformControl> control;
  std::function<void()>
      on_waiting;  // of a replay, may be empty: the plugin has taken every answer, and waits
};

// What the driver needs of the daemon; all outlive it.
struct CrawlServices {
  worker::Launcher& launcher;
  fetch::Fetcher& fetcher;
  store::PlatformSink& sink;
  Clock& clock;
};

// Always returns how the platform ended; failures of the worker, the plugin, the network and the store
// are in the result.
Task<Finish> drive_platform(CrawlServices, PlatformJob);

}  // namespace trawl::engine
