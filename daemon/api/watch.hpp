// Following the journal: a cursor, never a queue. A Watch is asked for what comes next when its reader
// has room, so that a slow reader costs nothing and loses nothing. Main thread; one reader.
//
// Notifications, in this order of a stream's life:
//   event         {subscription, seq, epoch, type, time, run_id, platform, schedule, data}: a journal row
//   event         the same without seq, type "progress": a figure that is not kept (a tick)
//   stream.reset  {subscription, reason, seq, epoch, snapshot?}: rows were pruned away; forget, and start
//   here stream.heartbeat {subscription, seq}: still there (sent by the transport) stream.end {subscription,
//   seq, outcome?, error?}: nothing follows
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/method.hpp"

namespace trawl::api {

struct Notification {
  std::string_view method;
  json::object params;  // without the subscription, which the transport adds
};

struct WatchFilter {
  std::optional<RunId> run;        // only this run's rows; the stream ends with it
  std::vector<std::string> types;  // exact, or a group like "run" or "platform"; empty: all
  Millis tick_every{0};            // 0: no ticks
};

class Watch {
 public:
  // Tells rows after `cursor`. When the run had ended already at `ended_at`, the stream ends once that row
  // is reached.
  struct Ending {
    store::Seq at = 0;
    std::string outcome;
  };
  Watch(Services&, WatchFilter, store::Seq cursor, std::optional<Ending> ended = {});

  // The next notifications, at most `limit` journal rows' worth; empty when the reader has caught up.
  // Errors are the store's.
  Task<Result<std::vector<Notification>>> next(int limit);

  // Figures that changed since they were last asked for: one per running platform, the newest only.
  std::vector<Notification> ticks();

  // Whether it is worth asking for ticks before the next journal row: something was running just now.
  bool expects_ticks() const { return filter_.run || !told_.empty(); }

  bool ended() const { return ended_; }
  store::Seq cursor() const { return cursor_; }
  const WatchFilter& filter() const { return filter_; }

 private:
  bool wants(const store::Event&) const;
  void finish(std::vector<Notification>&, std::string outcome);
  Task<Result<Notification>> reset();

  Services& services_;
  WatchFilter filter_;
  store::Seq cursor_;
  std::optional<Ending> ending_;
  std::map<std::pair<RunId, std::string>, PlatformProgress> told_;
  bool ended_ = false;
};

// State and journal position that belong together: everything up to `seq` is in `state`, and whoever
// reads on from `seq` misses nothing.
struct Snapshot {
  store::Seq seq = 0;
  json::object state;                  // a run object, or {"runs": [active ones]}
  std::optional<Watch::Ending> ended;  // of the one run
};
Task<Result<Snapshot>> take_snapshot(Services&, std::optional<RunId>);

// A journal row as the params of an `event` notification, and as events.list shows it.
json::object to_json(const store::Event&, const std::string& epoch);
bool type_matches(const std::vector<std::string>& wanted, std::string_view type);

}  // namespace trawl::api
