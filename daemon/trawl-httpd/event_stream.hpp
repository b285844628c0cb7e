// One reader of the journal: a position in the hub, asked for its next piece when the last one has been taken.
// The adapter's one thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "trawl-httpd/hub.hpp"
#include "trawl-httpd/response.hpp"

namespace trawl::httpd {

class EventStream final : public Stream {
 public:
  struct Options {
    std::optional<std::int64_t> run;      // only of this run; the stream ends with it
    std::vector<std::string> types = {};  // exact, or a group like "run"; empty: all
    std::optional<Seq> since;             // nothing: from now on
    bool run_has_ended = false;           // then the stream ends when it has caught up
    bool as_sse = true;                   // false: lines of JSON
    Millis heartbeat{15'000};
    std::function<void()> closed = {};
  };

  EventStream(Hub&, Options);
  ~EventStream() override;

  Task<std::optional<std::string>> next() override;
  void stop() override;

 private:
  Task<std::optional<std::string>> more();
  std::string begin();
  std::string tell(const std::vector<JournalEvent>&);
  std::string say(std::string_view type, std::optional<Seq> id, std::string_view json) const;
  std::string end(Seq at, std::string_view outcome);
  std::string reset(std::string_view reason, Seq at);
  bool wants(const JournalEvent&) const;

  Hub& hub_;
  Options options_;
  std::optional<Seq> cursor_;
  std::uint64_t generation_, ticks_told_ = 0;
  Steady spoke_;
  bool begun_ = false, ended_ = false, stopped_ = false;
};

}  // namespace trawl::httpd
