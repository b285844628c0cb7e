// What is known of a run that is being watched: from the stream's updates to lines. Pure; the terminal is
// progress_screen.hpp's.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/watch.hpp"
#include "trawlctl/style.hpp"

namespace trawl::ctl {

struct WatchedPlatform {
  std::string name, status = "pending", trouble;  // trouble: the latest error, in words
  std::int64_t items = 0;
  std::optional<std::int64_t> done, total;  // what the plugin announced
};

class RunProgress {
 public:
  explicit RunProgress(Style style) : style_(style) {}

  // Takes an update in; returns the lines that tell of it where nothing can be redrawn (no LF).
  std::vector<std::string> apply(const client::Update&);

  // A line per platform with its bar, and one for the run; at most `rows`, each at most `columns` wide.
  // `step` moves the bars of those whose end is not known.
  std::vector<std::string> draw(std::size_t rows, std::size_t columns, std::size_t step) const;

  bool finished() const;
  const std::string& status() const { return status_; }

 private:
  void take_snapshot(const boost::json::value& run);
  std::vector<std::string> take_event(const boost::json::object& event);
  void take_tick(const boost::json::value& tick);
  WatchedPlatform& platform(const std::string& name);
  std::string line(const WatchedPlatform&) const;
  std::string bar(const WatchedPlatform&, std::size_t step) const;

  Style style_;
  std::int64_t run_ = 0;
  std::string status_;
  std::vector<WatchedPlatform> platforms_;
};

}  // namespace trawl::ctl
