// The journal for all streams of the HTTP side: one subscription at the daemon, the newest events in memory,
// older ones from the daemon page by page. A reader is a position; nothing is queued for anyone, and a daemon
// that goes away and comes back leaves no gap. The adapter's one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/signal.hpp"
#include "client/link.hpp"

namespace trawl::httpd {

using Seq = std::int64_t;

struct HubOptions {
  std::string socket;
  std::optional<client::OnBehalfOf> itself = {};  // see client::Link::Options
  std::size_t ring_events = 2048;                 // kept in memory, and
  std::size_t ring_bytes = 4 << 20;               // of their text; older ones are asked for again
  int page_events = 200;                          // asked for at once
  int ticks_per_second = 4;
};

struct JournalEvent {
  Seq seq = 0;
  std::optional<std::int64_t> run;
  std::string type;
  std::string json;  // the row, as the daemon tells it
};

class Hub {
 public:
  Hub(asio::any_io_executor, HubOptions);

  Task<> run();  // returns after stop()
  void stop();

  // Events after `from`, in order, without gaps; those that are in memory, or one page of older ones. Empty:
  // there is nothing yet. Errors: gone, with data.seq, the position from which there are events; whatever the
  // daemon refuses with, daemon_unreachable among it.
  struct Page {
    std::vector<JournalEvent> events;
    Seq upto = 0;  // where to ask on
  };
  Task<Result<Page>> after(Seq from, std::size_t max_bytes);

  // Figures on the way (progress), newest per run and platform, told after `version`; moves `version` on.
  std::string ticks(std::uint64_t& version, std::optional<std::int64_t> run, bool as_sse) const;

  // The newest position; nothing before the daemon has been reached for the first time.
  std::optional<Seq> newest() const { return newest_; }
  // Changes when the daemon's database is another one: positions of before mean nothing.
  std::uint64_t generation() const { return generation_; }
  // Something happened that a reader may wait for.
  Signal& news() { return news_; }
  client::Link& link() { return link_; }

 private:
  Task<> subscribe();
  void take(const client::Notification&);
  void take_event(const boost::json::object& row);
  void take_tick(const boost::json::object& row);
  void keep(JournalEvent);
  void begin_anew(Seq at);
  Task<Result<Page>> fetch(Seq from);

  struct Tick {
    std::uint64_t version = 0;
    std::string json;
  };

  HubOptions options_;
  client::Link link_;
  Signal news_;
  std::deque<JournalEvent> ring_;
  std::size_t ring_bytes_ = 0;
  Seq ring_begin_ = 0;  // everything after this position up to newest_ is in the ring
  std::optional<Seq> newest_;
  std::string epoch_;
  std::uint64_t generation_ = 0, tick_version_ = 0;
  std::map<std::pair<std::int64_t, std::string>, Tick> ticks_;
  asio::any_io_executor executor_;
};

}  // namespace trawl::httpd
