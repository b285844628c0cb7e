// What a plugin's calls do: each becomes messages to the daemon, checked first. Knows no C ABI beyond its
// values; plugin_api.hpp puts it behind trawl_api. One run; the thread that runs the plugin.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>

#include "trawl-worker/channel.hpp"
#include "trawl-worker/config_document.hpp"
#include "trawl-worker/responses.hpp"
#include "trawl/plugin.h"
#include "wire/messages.hpp"

namespace trawl::worker {

class PluginHost {
 public:
  PluginHost(Channel&, wire::Start);  // throws std::exception when the configuration is no JSON

  bool is_replay() const { return start_.replay != 0; }
  bool speaks_later_minor() const { return start_.later != 0; }
  const trawl_run_info& info() const { return info_.known; }
  ConfigDocument& config() { return config_; }

  trawl_status fetch(const trawl_request&);
  trawl_status wait(std::int64_t timeout_ms, const trawl_response*& out);
  void release(const trawl_response*);

  trawl_status emit(std::string_view kind, std::string_view key, std::string_view json);
  trawl_status report(std::int32_t severity, std::string_view code, std::string_view url,
                      std::string_view text);
  void log(std::int32_t level, std::string_view text);
  void progress(std::uint64_t done, std::uint64_t total, std::string_view what);

  trawl_status state_get(std::string_view key, trawl_str& out) const;
  trawl_status state_set(std::string_view key, std::string_view value);
  trawl_status checkpoint();

  bool stopping();
  std::int64_t now_us() const;

  // Tells that the plugin broke this rule of the contract; each rule once.
  void breach(std::string_view rule, std::string_view text);

  // Forgets what only served to answer the plugin, so that what is left in memory is the plugin's.
  void forget();

  // Says everything that is still unsaid, what the run took if that was measured, and that run() has returned
  // this. Last call.
  void finish(trawl_status, const std::optional<wire::Spent>&);

 private:
  // A plugin's minor may be older than the host's: it then knows the beginning of what it is shown.
  struct RunInfo {
    trawl_run_info known{};
    std::uint64_t unknown[4] = {};
  };

  void accept(wire::ToWorker);
  trawl_status tell_cancelled();
  void queue_progress();

  Channel& channel_;
  wire::Start start_;
  RunInfo info_;
  ConfigDocument config_;
  Responses responses_;
  std::unordered_set<std::string> emitted_;  // kind, NUL, key
  std::deque<std::string> values_;           // every value that state_get() may have shown
  std::map<std::string, const std::string*, std::less<>> state_;
  std::optional<wire::Progress> unsaid_progress_;
  int pages_shown_ = 0;
  std::chrono::steady_clock::time_point started_, progress_said_, items_said_, looked_;
  std::set<std::string, std::less<>> breached_;  // rules that were told
  bool cancelled_ = false;
  bool told_cancelled_ = false;  // a call has said so
};

}  // namespace trawl::worker
