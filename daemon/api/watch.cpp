#include "api/watch.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>

#include "api/view.hpp"

namespace trawl::api {
namespace {

constexpr int max_snapshot_tries = 8;
constexpr int max_active_runs_shown = 500;

json::value parse_data(const std::string& text) {
  json::error_code fault;
  json::value value = json::parse(text, fault);
  return fault ? json::value(json::object()) : std::move(value);
}

json::value run_id(std::optional<RunId> id) {
  return id ? json::value(*id) : json::value(nullptr);
}

json::object to_json(const PlatformProgress& progress, Time now) {
  json::object data{{"items", progress.items},
                    {"fetches", progress.fetches},
                    {"bytes", progress.bytes},
                    {"errors", progress.errors}};
  if (progress.done) data["done"] = *progress.done;
  if (progress.total) data["total"] = *progress.total;
  return {{"type", "progress"},
          {"time", rfc3339(now)},
          {"run_id", progress.run},
          {"platform", progress.platform},
          {"data", std::move(data)}};
}

Task<Result<json::object>> active_runs(store::Store& store) {
  store::RunFilter filter{.active_only = true, .limit = max_active_runs_shown};
  auto runs = co_await store.list_runs(std::move(filter));
  if (!runs) co_return std::unexpected(runs.error());
  json::array list;
  for (model::Run& run : *runs) {
    RunView view{.run = std::move(run)};
    view.effective_status = view.run.status;
    list.push_back(to_json(view, {.platforms = true}));
  }
  co_return json::object{{"runs", std::move(list)}};
}

Task<Result<Snapshot>> snapshot_of_run(Services& services, RunId id) {
  auto run = co_await services.store.load_run(id);
  if (!run) co_return std::unexpected(run.error());
  Snapshot snapshot;
  if (model::is_terminal(run->status)) snapshot.ended = Watch::Ending{0, std::string(name(run->status))};
  Viewer viewer(services.store);
  auto state = co_await viewer.view(std::move(*run), Include::everything());
  if (!state) co_return std::unexpected(state.error());
  snapshot.state = std::move(*state);
  co_return snapshot;
}

Task<Result<Snapshot>> snapshot_of_all(Services& services) {
  auto state = co_await active_runs(services.store);
  if (!state) co_return std::unexpected(state.error());
  co_return Snapshot{.state = std::move(*state)};
}

}  // namespace

// The port reads state and position in two transactions. When nothing was committed between them they
// belong together exactly; under a steady stream of commits the older position is taken, so that a row
// may be told again that the state already shows, but none is lost.
Task<Result<Snapshot>> take_snapshot(Services& services, std::optional<RunId> run) {
  auto before = co_await services.store.counts();
  if (!before) co_return std::unexpected(before.error());
  for (int tries = 1;; ++tries) {
    Result<Snapshot> snapshot;
    if (run)
      snapshot = co_await snapshot_of_run(services, *run);
    else
      snapshot = co_await snapshot_of_all(services);
    if (!snapshot) co_return snapshot;
    auto after = co_await services.store.counts();
    if (!after) co_return std::unexpected(after.error());
    snapshot->seq = before->last_seq;
    if (snapshot->ended) snapshot->ended->at = before->last_seq;
    if (after->last_seq == before->last_seq || tries == max_snapshot_tries) co_return snapshot;
    before = std::move(after);
  }
}

json::object to_json(const store::Event& event, const std::string& epoch) {
  return {{"seq", event.seq},
          {"epoch", epoch},
          {"type", event.type},
          {"time", rfc3339(event.time)},
          {"run_id", run_id(event.run)},
          {"platform", text_or_null(event.platform)},
          {"schedule", text_or_null(event.schedule)},
          {"data", parse_data(event.data)}};
}

bool type_matches(const std::vector<std::string>& wanted, std::string_view type) {
  if (wanted.empty()) return true;
  return std::ranges::any_of(wanted, [&](const std::string& word) {
    return type == word || (type.starts_with(word) && type.substr(word.size()).starts_with('.'));
  });
}

Watch::Watch(Services& services, WatchFilter filter, store::Seq cursor, std::optional<Ending> ended)
    : services_(services), filter_(std::move(filter)), cursor_(cursor), ending_(std::move(ended)) {}

bool Watch::wants(const store::Event& event) const {
  return (!filter_.run || event.run == filter_.run) && type_matches(filter_.types, event.type);
}

void Watch::finish(std::vector<Notification>& notifications, std::string outcome) {
  ended_ = true;
  notifications.push_back({"stream.end", {{"seq", cursor_}, {"outcome", std::move(outcome)}}});
}

Task<Result<std::vector<Notification>>> Watch::next(int limit) {
  std::vector<Notification> notifications;
  while (!ended_ && notifications.empty()) {
    auto rows = co_await services_.store.events_after(cursor_, limit);
    if (!rows && rows.error().code == Code::gone) {
      auto fresh = co_await reset();
      if (!fresh) co_return std::unexpected(fresh.error());
      notifications.push_back(std::move(*fresh));
      continue;
    }
    if (!rows) co_return std::unexpected(rows.error());
    const std::string epoch = services_.store.instance_id();
    for (const store::Event& event : *rows) {
      cursor_ = event.seq;
      if (wants(event)) notifications.push_back({"event", to_json(event, epoch)});
      if (filter_.run && event.run == filter_.run && event.type == "run.finished") {
        const auto run = co_await services_.store.load_run(*filter_.run);
        finish(notifications, run ? std::string(name(run->status)) : "gone");
        break;
      }
    }
    if (!ended_ && ending_ && cursor_ >= ending_->at) finish(notifications, ending_->outcome);
    if (rows->empty()) break;
  }
  co_return notifications;
}

Task<Result<Notification>> Watch::reset() {
  auto snapshot = co_await take_snapshot(services_, filter_.run);
  json::object params{{"reason", "expired"}, {"epoch", services_.store.instance_id()}};
  if (!snapshot) co_return std::unexpected(snapshot.error());
  cursor_ = snapshot->seq;
  ending_ = snapshot->ended;
  told_.clear();
  params["seq"] = cursor_;
  params["snapshot"] = std::move(snapshot->state);
  co_return Notification{"stream.reset", std::move(params)};
}

std::vector<Notification> Watch::ticks() {
  std::vector<Notification> notifications;
  std::map<std::pair<RunId, std::string>, PlatformProgress> seen;
  for (PlatformProgress& progress : services_.engine.progress(filter_.run)) {
    const std::pair key(progress.run, progress.platform);
    const auto before = told_.find(key);
    if (before == told_.end() || before->second != progress)
      notifications.push_back({"event", to_json(progress, services_.clock.now())});
    seen.insert_or_assign(key, std::move(progress));
  }
  told_ = std::move(seen);
  return notifications;
}

}  // namespace trawl::api
