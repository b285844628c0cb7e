// Counts failed attempts per source: ten in a minute, and the source is told to wait. Tokens and codes are
// too long to be guessed, so what is right is let in all the same, and nobody locks out those who share an
// address; this tells a broken client to stop, and keeps those who try from filling the log. Values; one
// thread.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "base/clock.hpp"

namespace trawl::httpd {

class Throttle {
 public:
  static constexpr int failures_allowed = 10;
  static constexpr Millis window{60'000};
  static constexpr std::size_t max_sources = 1024;  // beyond, the one whose window began first is forgotten

  // How long the source has to wait; nothing when it may try.
  std::optional<Millis> wait(const std::string& source, Steady now) const;
  void failed(const std::string& source, Steady now);

  std::size_t sources() const { return sources_.size(); }

 private:
  struct Failures {
    Steady since;
    int count = 0;
  };
  void make_room(Steady now);

  std::map<std::string, Failures> sources_;
};

}  // namespace trawl::httpd
