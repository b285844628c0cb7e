#include "trawl-httpd/events.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <charconv>

#include "base/time.hpp"
#include "trawl-httpd/event_stream.hpp"
#include "trawl-httpd/problem.hpp"
#include "trawl-httpd/query.hpp"

namespace trawl::httpd {
namespace {

namespace json = boost::json;

constexpr std::string_view all_events = "/api/v1/events", all_events_short = "/api/events";
constexpr std::string_view runs = "/api/v1/runs/", run_events = "/events";
constexpr Millis clock_grain{1'000};  // between a run's end and its journal row

Result<std::int64_t> number(std::string_view text, std::string_view what) {
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault == std::errc{} && end == text.data() + text.size() && value >= 0) return value;
  return refuse(Code::invalid_params, fmt::format("{} is not a position of the journal or the id of a run", what),
                "it is a whole number from 0", {{"field", fmt::format("/{}", what)}});
}

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> words;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    if (end > 0) words.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return words;
}

}  // namespace

Events::Events(Hub& hub, const Ask& ask, Options options) : hub_(hub), ask_(ask), options_(options) {}

bool Events::is_path(std::string_view path) {
  if (path == all_events || path == all_events_short) return true;
  return path.starts_with(runs) && path.ends_with(run_events) && path.size() > runs.size() + run_events.size() &&
         path.substr(runs.size()).find('/') == path.size() - runs.size() - run_events.size();
}

Result<Events::Wanted> Events::read(const Request& request) const {
  Wanted wanted;
  if (request.path.starts_with(runs)) {
    const std::string_view id(request.path);
    const auto run = number(id.substr(runs.size(), id.size() - runs.size() - run_events.size()), "run_id");
    if (!run) return std::unexpected(run.error());
    wanted.run = *run;
  }
  const auto pairs = query_pairs(request.query);
  if (!pairs) return std::unexpected(pairs.error());
  for (const auto& [name, value] : *pairs) {
    if (name == "types") {
      wanted.types = split(value);
      continue;
    }
    if (name != "run" && name != "since")
      return refuse(Code::unknown_param, fmt::format("events have no parameter '{}'", name),
                    "they take run, since and types");
    const auto given = number(value, name);
    if (!given) return std::unexpected(given.error());
    (name == "run" ? wanted.run : wanted.since) = *given;
  }
  if (const auto last = request.field("last-event-id"); last && !last->empty()) {
    const auto seq = number(*last, "Last-Event-ID");
    if (!seq) return std::unexpected(seq.error());
    wanted.since = *seq;  // a browser that comes back knows better than the address it was given
  }
  wanted.as_sse = request.field("accept").value_or("").find("application/x-ndjson") == std::string_view::npos;
  return wanted;
}

Task<Response> Events::answer(const Request& request) {
  auto wanted = read(request);
  if (!wanted) co_return problem(wanted.error(), request);
  if (request.verb != "GET" && request.verb != "HEAD")
    co_return problem({Code::method_not_allowed, "events can only be read", {}, {{"allow", "GET, HEAD"}}}, request);
  auto opened = co_await open(request, std::move(*wanted));
  if (!opened) co_return problem(opened.error(), request);
  co_return std::move(*opened);
}

// Whether the run has ended, and whether the reader who is at `since` has been told all of it. Journal rows are
// in the order of time, so the next one decides.
Task<Result<bool>> Events::has_ended(const Request& request, std::int64_t run, std::optional<Seq> since,
                                     bool& told_whole) {
  const auto got = co_await ask_("runs.get", {{"run_id", run}, {"include", json::array{}}},
                                 on_behalf_of(request.caller), Millis(30'000));
  if (!got) co_return std::unexpected(got.error());
  const json::value object = json::parse(*got);
  const json::value& finished = object.at("finished_at");
  if (!finished.is_string()) co_return false;
  if (!since) co_return true;
  const auto next = co_await ask_("events.list", {{"since", *since}, {"limit", 1}}, on_behalf_of(request.caller),
                                  Millis(30'000));
  if (!next) co_return next.error().code == Code::gone ? Result<bool>(true) : std::unexpected(next.error());
  const json::value listed = json::parse(*next);
  const json::array& events = listed.at("events").as_array();
  told_whole = events.empty();
  if (told_whole) co_return true;
  const auto ended_at = parse_rfc3339(std::string_view(finished.get_string()));
  const auto next_at = parse_rfc3339(std::string_view(events.front().at("time").as_string()));
  told_whole = ended_at && next_at && *next_at > *ended_at + clock_grain;
  co_return true;
}

Task<Result<Response>> Events::open(const Request& request, Wanted wanted) {
  bool ended = false, told_whole = false;
  if (wanted.run) {
    const auto run_ended = co_await has_ended(request, *wanted.run, wanted.since, told_whole);
    if (!run_ended) co_return std::unexpected(run_ended.error());
    ended = *run_ended;
  }
  if (ended && told_whole) co_return Response{.status = 204};
  const std::string caller = request.caller.transport + " " + request.caller.name;
  if (open_ >= options_.max_streams || open_by_caller_[caller] >= options_.max_streams_per_caller)
    co_return refuse(Code::too_many_streams, "too many event streams are open",
                     "close one, or raise http.streams_per_caller", {{"retry_after_ms", 5'000}});
  ++open_;
  ++open_by_caller_[caller];
  EventStream::Options options{.run = wanted.run,
                               .types = std::move(wanted.types),
                               .since = wanted.since,
                               .run_has_ended = ended,
                               .as_sse = wanted.as_sse,
                               .heartbeat = options_.heartbeat};
  options.closed = [this, caller] {
    --open_;
    if (--open_by_caller_[caller] == 0) open_by_caller_.erase(caller);
  };
  Response response;
  response.fields = {{"content-type", wanted.as_sse ? "text/event-stream" : "application/x-ndjson"},
                     {"cache-control", "no-store"},
                     {"x-accel-buffering", "no"}};
  response.stream = std::make_unique<EventStream>(hub_, std::move(options));
  co_return response;
}

}  // namespace trawl::httpd
