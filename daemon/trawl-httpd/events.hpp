// The journal as server-sent events (WHATWG HTML, 9.2), or as lines of JSON:
//
//   GET /api/v1/events, /api/events[?run=57]     what happens from now on, or after Last-Event-ID or ?since=
//   GET /api/v1/runs/{run_id}/events             one run, until it has ended; then 204, which ends reconnecting
//
// `types` (comma separated: "run.finished", "run") leaves others out. The adapter's one thread.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "trawl-httpd/hub.hpp"
#include "trawl-httpd/rest.hpp"
#include "trawl-httpd/response.hpp"

namespace trawl::httpd {

class Events {
 public:
  struct Options {
    std::size_t max_streams = 768;            // too_many_streams
    std::size_t max_streams_per_caller = 64;  // too_many_streams
    Millis heartbeat{15'000};
  };

  Events(Hub&, const Ask&, Options);

  static bool is_path(std::string_view path);
  // A stream, 204, or a problem: run_not_found, invalid_params, too_many_streams, unauthenticated.
  Task<Response> answer(const Request&);

  std::size_t open() const { return open_; }

 private:
  friend class EventStream;
  struct Wanted {
    std::optional<std::int64_t> run;
    std::optional<Seq> since;
    std::vector<std::string> types;
    bool as_sse = true;
  };
  Result<Wanted> read(const Request&) const;
  Task<Result<Response>> open(const Request&, Wanted);
  Task<Result<bool>> has_ended(const Request&, std::int64_t run, std::optional<Seq> since, bool& told_whole);

  Hub& hub_;
  const Ask& ask_;
  Options options_;
  std::size_t open_ = 0;
  std::map<std::string, std::size_t> open_by_caller_;
};

}  // namespace trawl::httpd
