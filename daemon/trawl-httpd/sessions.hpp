// Sessions of browsers: a cookie stands for a caller, for 12 hours at most, until the adapter restarts. Kept
// in memory by the digest of the id, so that a look at it opens nothing. Values; the adapter's one thread.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "trawl-httpd/digest.hpp"
#include "trawl-httpd/request.hpp"

namespace trawl::httpd {

struct Session {
  Caller caller;
  Time opened_at{}, expires_at{};
  std::optional<Digest> token;  // that it was bought with; it ends with it
};

class Sessions {
 public:
  static constexpr Millis lifetime{12 * 3'600'000};
  static constexpr std::size_t max_sessions = 1024;  // the oldest ends when another is opened
  static constexpr std::size_t max_per_caller = 32;  // so that one caller does not end the others'

  // The new session's id, which is nowhere else: 64 hexadecimal digits, 256 random bits.
  std::string open(Session);
  const Session* find(std::string_view id, Time now) const;
  void end(std::string_view id);
  void end_if(const std::function<bool(const Session&)>&);

  std::size_t size() const { return sessions_.size(); }

 private:
  void make_room(const Caller&, Time now);
  void end_oldest(const std::function<bool(const Session&)>& of);

  std::map<Digest, Session> sessions_;
};

}  // namespace trawl::httpd
