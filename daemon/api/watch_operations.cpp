// runs.watch, runs.wait, events.*: following what happens.
#include <boost/json/array.hpp>

#include "api/cursor.hpp"
#include "api/operations.hpp"
#include "api/view.hpp"
#include "api/watch.hpp"

namespace trawl::api {
namespace {

constexpr int rows_read_at_once = 500;
constexpr int reads_per_listing = 20;  // a rare type does not make one call read the whole journal
constexpr Millis wait_check{5'000};    // a missed wake-up costs this much, and no more

// Begins the stream and says where: the reply to both watch methods.
Answer begin(Call& call, WatchFilter filter, const Snapshot& snapshot) {
  const auto since = call.params.integer("since");
  const bool show = call.params.has("snapshot") ? call.params.flag("snapshot") : !since;
  const store::Seq from = since.value_or(snapshot.seq);
  auto ended = snapshot.ended;
  auto watch = std::make_unique<Watch>(call.services, std::move(filter), from, std::move(ended));
  auto subscription = call.connection.subscribe(std::move(watch));
  if (!subscription) return std::unexpected(subscription.error());
  json::object answer{
      {"subscription", *subscription}, {"epoch", call.services.store.instance_id()}, {"seq", from}};
  if (show) answer["snapshot"] = snapshot.state;
  return answer;
}

Task<Result<bool>> has_ended(store::Store& store, RunId id) {
  const auto run = co_await store.load_run(id);
  if (!run) co_return std::unexpected(run.error());
  co_return model::is_terminal(run->status);
}

struct EventPage {
  json::array events;
  store::Seq cursor = 0;
  bool more = false;
};

Task<Result<EventPage>> read_events(Call& call, store::Seq cursor, const std::vector<std::string>& types,
                                    std::size_t limit) {
  EventPage page{.cursor = cursor};
  const std::string epoch = call.services.store.instance_id();
  for (int reads = 0; reads < reads_per_listing; ++reads) {
    const auto rows = co_await call.services.store.events_after(page.cursor, rows_read_at_once);
    if (!rows) co_return std::unexpected(rows.error());
    for (const store::Event& event : *rows) {
      page.more = page.events.size() == limit;
      if (page.more) co_return page;
      page.cursor = event.seq;
      if (type_matches(types, event.type)) page.events.push_back(to_json(event, epoch));
    }
    if (rows->size() < rows_read_at_once) co_return page;
  }
  page.more = true;
  co_return page;
}

}  // namespace

Task<Answer> runs_watch(Call& call) {
  std::optional<RunId> run;
  if (call.params.has("run_id")) {
    const auto id = co_await resolve_run(call, "run_id");
    if (!id) co_return std::unexpected(id.error());
    run = *id;
  }
  const auto snapshot = co_await take_snapshot(call.services, run);
  if (!snapshot) co_return std::unexpected(snapshot.error());
  WatchFilter filter{.run = run, .types = call.params.names("types")};
  if (!run && filter.types.empty()) filter.types = {"run", "platform", "error"};
  if (const auto hz = call.params.integer("tick_hz").value_or(0); hz > 0)
    filter.tick_every = Millis(1000 / hz);
  co_return begin(call, std::move(filter), *snapshot);
}

Task<Answer> events_watch(Call& call) {
  const auto counts = co_await call.services.store.counts();
  if (!counts) co_return std::unexpected(counts.error());
  WatchFilter filter{.types = call.params.names("types")};
  co_return begin(call, std::move(filter), Snapshot{.seq = counts->last_seq, .state = json::object{}});
}

Task<Answer> runs_wait(Call& call) {
  const auto id = co_await resolve_run(call, "run_id");
  if (!id) co_return std::unexpected(id.error());
  const Steady deadline = call.services.clock.steady() + Millis(*call.params.integer("timeout_ms"));
  bool finished = false;
  while (true) {
    const auto ended = co_await has_ended(call.services.store, *id);
    if (!ended) co_return std::unexpected(ended.error());
    finished = *ended;
    const auto left = std::chrono::ceil<Millis>(deadline - call.services.clock.steady());
    if (finished || left <= Millis(0)) break;
    co_await call.services.news.signal().wait(std::min(left, wait_check));
  }
  Viewer viewer(call.services.store);
  auto run = co_await viewer.view(*id, Include::everything());
  if (!run) co_return std::unexpected(run.error());
  co_return json::object{{"finished", finished}, {"run", std::move(*run)}};
}

Task<Answer> events_list(Call& call) {
  const auto counts = co_await call.services.store.counts();
  if (!counts) co_return std::unexpected(counts.error());
  const auto limit = *call.params.integer("limit");
  store::Seq after = std::max<store::Seq>(0, counts->last_seq - limit);  // by default the newest ones
  if (const auto since = call.params.integer("since")) after = *since;
  if (call.params.has("cursor")) {
    const auto position = decode_cursor(Listing::events, call.params.text("cursor"));
    if (!position) co_return std::unexpected(position.error());
    after = *position;
  }
  auto page = co_await read_events(call, after, call.params.names("types"), static_cast<std::size_t>(limit));
  if (!page) co_return std::unexpected(page.error());
  json::value next = nullptr;
  if (page->more) next = json::value(encode_cursor(Listing::events, page->cursor));
  co_return json::object{
      {"events", std::move(page->events)}, {"seq", page->cursor}, {"next_cursor", std::move(next)}};
}

}  // namespace trawl::api
