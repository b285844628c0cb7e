// Random sequences of calls, and after each the invariants of runs and items, against a plain model of
// what the store should hold. The seed of a failing sequence is in its name.
#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>

#include "tests/unit/store/store_fixture.hpp"

namespace trawl::store {
namespace {

class Invariants : public StoreTest, public testing::WithParamInterface<unsigned> {
 protected:
  using Content = std::map<std::string, std::string>;  // key to data

  // --- choices ---

  int pick(int count) { return std::uniform_int_distribution(0, count - 1)(random_); }
  template <class Container>
  auto one_of(const Container& container) {
    return *std::next(container.begin(), pick(static_cast<int>(container.size())));
  }
  // A run with this status; now and then any run, whatever it may be refused for.
  std::optional<model::Run> find_run(RunStatus status) {
    std::vector<model::Run> fitting;
    const bool any = pick(10) == 0;
    for (const auto& [id, run] : runs_)
      if (any || run.status == status) fitting.push_back(run);
    return fitting.empty() ? std::nullopt : std::optional(one_of(fitting));
  }
  std::vector<std::string> some_platforms() {
    std::vector<std::string> names{"a", "b", "c", "d"};
    std::ranges::shuffle(names, random_);
    names.resize(static_cast<std::size_t>(1 + pick(2)));
    return names;
  }

  // --- moves: each may be refused, and the model only follows what was done ---

  void make_run() { create(some_platforms()); }
  void make_retry() {
    if (runs_.empty()) return;
    const auto& run = one_of(runs_).second;
    create_retry(run.id, some_platforms());
  }
  void start_a_run() {
    if (const auto run = find_run(RunStatus::queued)) (void)await(store->start_run(run->id, now));
  }
  void start_a_platform() {
    const auto run = find_run(RunStatus::running);
    if (!run) return;
    const std::string platform = one_of(run->platforms).name;
    const bool busy = holder(platform).has_value();
    const auto started = await(store->start_platform(starting(run->id, platform)));
    if (started) EXPECT_FALSE(busy) << platform << " runs twice";
  }
  void add_some_items() {
    const auto work = running();
    if (!work) return;
    std::vector<model::Item> items;
    for (int i = pick(6); i > 0; --i)
      items.push_back({"thing", std::to_string(pick(8)), std::to_string(pick(3))});
    must(store->add_items(work->first, work->second, items));
    for (const auto& item : items) staged_[work->second][item.key] = item.data;
  }
  void add_an_error() {
    const auto work = running();
    if (!work) return;
    auto record = error(work->second);
    if (pick(2) == 0) record.severity = model::Severity::warning;
    must(store->add_errors(work->first, {record}));
  }
  void end_a_platform() {
    const auto work = running();
    if (!work) return;
    constexpr std::array ends{PlatformStatus::succeeded, PlatformStatus::succeeded,
                              PlatformStatus::succeeded, PlatformStatus::partial,
                              PlatformStatus::failed,    PlatformStatus::cancelled};
    PlatformEnd wanted = ending(work->first, work->second, one_of(ends));
    wanted.min_items = pick(2);
    wanted.max_drop = pick(2) == 0 ? 0.5 : 1.0;
    if (pick(4) == 0) wanted.errors = {error(work->second)};
    publish(work->first, work->second, must(store->end_platform(wanted)).outcome);
  }
  void cancel_a_run() {
    if (!runs_.empty()) (void)await(store->cancel_run(one_of(runs_).first, now, {}));
  }
  void interrupt_a_run() {
    if (!runs_.empty()) (void)await(store->interrupt_run(one_of(runs_).first, now));
  }
  void restart() {
    reopen();
    EXPECT_TRUE(must(store->list_runs({.active_only = true})).empty());
  }
  void prune_some() {
    must(store->prune(1 + pick(8), Time{}));
    std::erase_if(views_, [&](const auto& view) { return !await(store->load_run(view.first.first)); });
    std::erase_if(ended_, [&](const auto& run) { return !await(store->load_run(run.first)); });
    for (const auto& [whose, content] : views_)
      EXPECT_EQ(content_of({.platform = whose.second, .run = whose.first}), content) << "after pruning";
  }

  void make_a_move() {
    using Move = void (Invariants::*)();
    static const std::array<std::pair<int, Move>, 11> weighted{{{4, &Invariants::make_run},
                                                                {2, &Invariants::make_retry},
                                                                {8, &Invariants::start_a_run},
                                                                {24, &Invariants::start_a_platform},
                                                                {16, &Invariants::add_some_items},
                                                                {3, &Invariants::add_an_error},
                                                                {24, &Invariants::end_a_platform},
                                                                {1, &Invariants::cancel_a_run},
                                                                {1, &Invariants::interrupt_a_run},
                                                                {1, &Invariants::restart},
                                                                {2, &Invariants::prune_some}}};
    std::vector<Move> moves;
    for (const auto& [weight, move] : weighted)
      moves.insert(moves.end(), static_cast<std::size_t>(weight), move);
    (this->*one_of(moves))();
  }

  // --- the model of items ---

  void publish(RunId run, const std::string& platform, const model::PlatformOutcome& outcome) {
    Content& present = present_[platform];
    const Content staged = std::exchange(staged_[platform], {});
    model::ItemCounts expected;
    if (outcome.status == PlatformStatus::succeeded || outcome.status == PlatformStatus::partial) {
      expected.total = static_cast<std::int64_t>(staged.size());
      for (const auto& [key, data] : staged) {
        const auto known = present.find(key);
        if (known == present.end())
          ++expected.added;
        else if (known->second == data)
          ++expected.unchanged;
        else
          ++expected.changed;
      }
      if (outcome.status == PlatformStatus::succeeded)
        expected.removed =
            std::erase_if(present, [&](const auto& item) { return !staged.contains(item.first); });
      for (const auto& [key, data] : staged) present[key] = data;
      views_[{run, platform}] = present;
    }
    EXPECT_EQ(outcome.items, expected) << platform << " of run " << run;
  }

  Content content_of(ItemFilter filter) {
    Content content;
    for (const auto& item : must(store->list_items(std::move(filter)))) content[item.key] = item.data;
    return content;
  }

  // --- the invariants ---

  void check() {
    runs_.clear();
    for (auto& run : must(store->list_runs({.limit = 500}))) runs_.emplace(run.id, std::move(run));
    std::map<std::string, int> active;
    for (const auto& [id, run] : runs_) {
      check_run(run);
      for (const auto& outcome : run.platforms)
        active[outcome.name] += outcome.status == PlatformStatus::running;
    }
    for (const auto& [platform, count] : active) EXPECT_LE(count, 1) << platform;
    // What is staged for a platform that no longer runs was dropped.
    std::erase_if(staged_, [&](const auto& staged) { return !holder(staged.first); });
    check_items();
  }

  void check_run(const model::Run& run) {
    if (!model::is_terminal(run.status)) return;
    std::vector<PlatformStatus> statuses;
    for (const auto& outcome : run.platforms) {
      EXPECT_TRUE(model::is_terminal(outcome.status)) << "run " << run.id << " ended before " << outcome.name;
      if (outcome.errors > 0) EXPECT_NE(outcome.status, PlatformStatus::succeeded);
      statuses.push_back(outcome.status);
    }
    if (run.cancel_requested && run.status != RunStatus::interrupted)
      EXPECT_EQ(run.status, RunStatus::cancelled);
    else if (run.status != RunStatus::interrupted)
      EXPECT_EQ(run.status, model::verdict(statuses));
    const auto lineage = must(store->load_lineage(run.id));
    const bool all_succeeded = std::ranges::all_of(run.platforms, [&](const auto& outcome) {
      return model::effective_outcome(lineage, run.id, outcome.name)->outcome.status ==
             PlatformStatus::succeeded;
    });
    EXPECT_EQ(model::unsucceeded(lineage, run.id).empty(), all_succeeded);
    const auto [first, is_new] = ended_.try_emplace(run.id, describe(run));
    if (!is_new) EXPECT_EQ(first->second, describe(run)) << "run " << run.id << " changed after its end";
  }

  void check_items() {
    std::int64_t total = 0;
    for (const auto& [platform, content] : present_) {
      EXPECT_EQ(content_of({.platform = platform}), content) << platform;
      total += static_cast<std::int64_t>(content.size());
    }
    EXPECT_EQ(must(store->counts()).items, total);
    if (views_.empty()) return;
    const auto& [whose, content] = one_of(views_);
    EXPECT_EQ(content_of({.platform = whose.second, .run = whose.first}), content)
        << whose.second << " as run " << whose.first << " left it";
  }

  // The journal alone tells the state of everything that is there.
  void check_journal() {
    std::map<RunId, std::string> status;
    std::map<std::pair<RunId, std::string>, std::string> platforms;
    Seq last = 0;
    for (auto page = must(store->events_after(0, 1000)); !page.empty();
         page = must(store->events_after(last, 1000)))
      for (const Event& event : page) {
        EXPECT_EQ(event.seq, last + 1);
        last = event.seq;
        const RunId run = event.run.value_or(0);
        if (event.type == "run.created") status[run] = "queued";
        if (event.type == "run.started") status[run] = "running";
        if (event.type == "run.finished") status[run] = status_in(event.data);
        if (event.type == "platform.started") platforms[{run, event.platform}] = "running";
        if (event.type == "platform.finished") platforms[{run, event.platform}] = status_in(event.data);
      }
    for (const auto& [id, run] : runs_) {
      EXPECT_EQ(status[id], name(run.status));
      for (const auto& outcome : run.platforms)
        if (outcome.status != PlatformStatus::pending)
          EXPECT_EQ((platforms[{id, outcome.name}]), name(outcome.status)) << id << " " << outcome.name;
    }
  }

  static std::string status_in(const std::string& data) {
    const std::string mark = R"("status":")";
    const auto begin = data.find(mark) + mark.size();
    return data.substr(begin, data.find('"', begin) - begin);
  }

  static std::string describe(const model::Run& run) {
    std::string text = std::string(name(run.status)) + " " + std::to_string(run.attempt) + " " +
                       rfc3339(run.finished_at.value_or(Time{}));
    for (const auto& outcome : run.platforms)
      text += " " + outcome.name + " " + std::string(name(outcome.status)) + " " +
              std::to_string(outcome.errors) + " " + std::to_string(outcome.items.total);
    return text;
  }

  std::optional<RunId> holder(const std::string& platform) {
    for (const auto& [id, run] : runs_)
      for (const auto& outcome : run.platforms)
        if (outcome.name == platform && outcome.status == PlatformStatus::running) return id;
    return std::nullopt;
  }

  std::optional<std::pair<RunId, std::string>> running() {
    std::vector<std::pair<RunId, std::string>> work;
    for (const std::string platform : {"a", "b", "c", "d"})
      if (const auto run = holder(platform)) work.emplace_back(*run, platform);
    if (work.empty()) return std::nullopt;
    return one_of(work);
  }

  std::mt19937 random_{GetParam()};
  std::map<RunId, model::Run> runs_;                        // as the last check saw them
  std::map<RunId, std::string> ended_;                      // as they were when first seen ended
  std::map<std::string, Content> staged_, present_;         // by platform
  std::map<std::pair<RunId, std::string>, Content> views_;  // what a run left of a platform
};

TEST_P(Invariants, HoldAfterEveryCall) {
  for (int step = 0; step < 500 && !HasFailure(); ++step) {
    now += Millis(10);
    make_a_move();
    check();
  }
  check_journal();
}

INSTANTIATE_TEST_SUITE_P(Seeds, Invariants, testing::Range(1u, 9u));

}  // namespace
}  // namespace trawl::store
