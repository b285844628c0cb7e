// The schedule against a model that is too simple to be wrong: random operations with a clock of the test's
// own, and after each of them the rules of politeness are checked from outside. A failing seed is printed.
#include "fetch/hosts/host_schedule.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <random>
#include <vector>

namespace trawl::fetch {
namespace {

using namespace std::chrono_literals;

Origin site(int number) {
  return {"http", fmt::format("h{}.example", number), 80};
}

constexpr int daemon_connections = 5;
constexpr int sites = 8;

// One daemon with a schedule, and next to it what an observer would write down.
class Simulation {
 public:
  explicit Simulation(unsigned seed) : random_(seed) {}

  void step() {
    switch (pick(10)) {
      case 0:
      case 1:
      case 2:
        return ask();
      case 3:
        return give_up();
      case 4:
        return hold();
      case 5:
      case 6:
        return finish();
      default:
        return pass_time();
    }
  }

  // Everybody who waits gets a turn in the end.
  void drain() {
    for (int i = 0; i < 100'000 && (!waiting_.empty() || !running_.empty()); ++i) {
      while (!running_.empty()) finish();
      pass_time();
    }
    EXPECT_EQ(waiting_.size(), 0u) << "somebody starves";
    EXPECT_EQ(schedule_.waiting(), 0u);
    EXPECT_EQ(schedule_.running(), 0);
  }

  int started() const { return started_; }

 private:
  struct Request {
    Request(Host& host, HostRules r, int s, Steady now) : waiter(host, r), rules(r), site(s), since(now) {}
    Waiter waiter;
    HostRules rules;
    int site;
    Steady since;
  };
  struct Observed {  // of one site
    int running = 0;
    Steady last_start = Steady::min(), held_until = Steady::min();
  };

  int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }

  void ask() {
    const int number = pick(sites);
    const HostRules rules{
        .connections = 1 + pick(3), .delay = Millis{pick(3) * 7}, .longest_hold = Millis{20 + pick(200)}};
    auto request = std::make_unique<Request>(schedule_.host(site(number), now_), rules, number, now_);
    const auto admission = schedule_.enter(request->waiter, now_);
    const bool too_long = held_for(number) > rules.longest_hold;
    EXPECT_EQ(admission == HostSchedule::Admission::silence_too_long, too_long);
    if (admission == HostSchedule::Admission::in_line) waiting_.push_back(std::move(request));
    start_who_may();
  }

  void give_up() {
    if (waiting_.empty()) return;
    const auto who = waiting_.begin() + pick(static_cast<int>(waiting_.size()));
    schedule_.leave((*who)->waiter, now_);
    waiting_.erase(who);
    start_who_may();
  }

  void hold() {
    const int number = pick(sites);
    const Steady until = now_ + Millis{pick(150)};
    observed_[number].held_until = std::max(observed_[number].held_until, until);
    const auto refused = schedule_.hold_until(schedule_.host(site(number), now_), until, now_);
    const auto expected = std::ranges::count_if(waiting_, [&](const auto& request) {
      return request->site == number && held_for(number) > request->rules.longest_hold;
    });
    EXPECT_EQ(static_cast<long>(refused.size()), expected);
    std::erase_if(waiting_, [&](const auto& request) {
      return std::ranges::find(refused, &request->waiter) != refused.end();
    });
    start_who_may();
  }

  void finish() {
    if (running_.empty()) return;
    const auto who = running_.begin() + pick(static_cast<int>(running_.size()));
    --observed_[*who].running;
    schedule_.finish(schedule_.host(site(*who), now_), now_);
    running_.erase(who);
    start_who_may();
  }

  // Either a little, or exactly until the schedule wants to look again.
  void pass_time() {
    const auto next = schedule_.next(now_);
    ASSERT_EQ(next.starts, nullptr);
    now_ = next.look_again && pick(2) ? *next.look_again : now_ + Millis{1 + pick(5)};
    start_who_may();
  }

  Millis held_for(int number) const {
    const Steady until = observed_[number].held_until;
    return until <= now_ ? Millis{0} : std::chrono::ceil<Millis>(until - now_);
  }

  // What the rules say of the first in line at a site, from what was observed alone.
  bool may_start(const Request& request) const {
    const Observed& at = observed_[request.site];
    const bool after_delay = at.last_start == Steady::min() || now_ >= at.last_start + request.rules.delay;
    return at.running < request.rules.connections && after_delay && now_ >= at.held_until;
  }

  void start_who_may() {
    for (auto next = schedule_.next(now_);; next = schedule_.next(now_)) {
      if (!next.starts) return nobody_else_may(next.look_again);
      note_start(*next.starts);
    }
  }

  void note_start(const Waiter& waiter) {
    const auto who =
        std::ranges::find_if(waiting_, [&](const auto& request) { return &request->waiter == &waiter; });
    ASSERT_NE(who, waiting_.end()) << "somebody starts who does not wait";
    const Request& request = **who;
    EXPECT_TRUE(first_of_its_site(request)) << "somebody overtakes in the line of a host";
    EXPECT_TRUE(may_start(request)) << "a host is asked too early, or too often at once";
    EXPECT_LT(static_cast<int>(running_.size()), daemon_connections);
    observed_[request.site].running += 1;
    observed_[request.site].last_start = now_;
    running_.push_back(request.site);
    waiting_.erase(who);
    ++started_;
  }

  bool first_of_its_site(const Request& request) const {
    const auto first =
        std::ranges::find_if(waiting_, [&](const auto& other) { return other->site == request.site; });
    return first->get() == &request;
  }

  // The schedule lets nobody wait who could start, and looks again in time for the next.
  void nobody_else_may(std::optional<Steady> look_again) {
    if (static_cast<int>(running_.size()) == daemon_connections) return;
    for (const auto& request : waiting_) {
      if (!first_of_its_site(*request)) continue;
      EXPECT_FALSE(may_start(*request)) << "somebody waits for nothing";
      const Observed& at = observed_[request->site];
      if (at.running >= request->rules.connections) continue;
      ASSERT_TRUE(look_again) << "somebody is forgotten";
      EXPECT_LE(*look_again, std::max(at.held_until, at.last_start + request->rules.delay));
    }
  }

  std::mt19937 random_;
  Steady now_{1h};
  HostSchedule schedule_{{.connections = daemon_connections, .waiting_per_host = 10'000}};
  std::deque<std::unique_ptr<Request>> waiting_;  // in the order of their arrival
  std::vector<int> running_;                      // the site of each
  Observed observed_[sites];
  int started_ = 0;
};

TEST(HostSchedule, KeepsEveryRuleUnderRandomOperations) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    Simulation simulation(seed);
    for (int i = 0; i < 2'000; ++i) simulation.step();
    simulation.drain();
    EXPECT_GT(simulation.started(), 100);
    if (testing::Test::HasFailure()) return;
  }
}

struct HostScheduleTest : testing::Test {
  Steady now{1h};
  HostSchedule schedule{{.connections = 1, .waiting_per_host = 2}};

  Host& host(int number) { return schedule.host(site(number), now); }
};

TEST_F(HostScheduleTest, WhoHasBeenReadyLongestStartsFirstEvenIfTheLookIsLate) {
  Waiter busy(host(0), {}), early(host(1), {}), late(host(2), {});
  schedule.enter(busy, now);
  EXPECT_EQ(schedule.next(now).starts, &busy);
  schedule.hold_until(host(1), now + 30ms, now);
  schedule.hold_until(host(2), now + 50ms, now);
  schedule.enter(late, now), schedule.enter(early, now);
  now += 1s;
  schedule.finish(host(0), now);
  EXPECT_EQ(schedule.next(now).starts, &early);
  schedule.finish(host(1), now);
  EXPECT_EQ(schedule.next(now).starts, &late);
}

TEST_F(HostScheduleTest, AHostWithALongLineTakesTurnsWithTheOthers) {
  const HostRules many{.connections = 10};
  Waiter a(host(0), many), b(host(0), many), other(host(1), many);
  for (Waiter* waiter : {&a, &b, &other}) schedule.enter(*waiter, now);
  EXPECT_EQ(schedule.next(now).starts, &a);
  schedule.finish(host(0), now);
  EXPECT_EQ(schedule.next(now).starts, &other);
  schedule.finish(host(1), now);
  EXPECT_EQ(schedule.next(now).starts, &b);
}

TEST_F(HostScheduleTest, ALineHasALimit) {
  Waiter a(host(0), {}), b(host(0), {}), c(host(0), {});
  EXPECT_EQ(schedule.enter(a, now), HostSchedule::Admission::in_line);
  EXPECT_EQ(schedule.enter(b, now), HostSchedule::Admission::in_line);
  EXPECT_EQ(schedule.enter(c, now), HostSchedule::Admission::line_too_long);
  EXPECT_EQ(schedule.waiting(), 2u);
}

TEST_F(HostScheduleTest, ASilenceEndsTheWaitOfThoseWhoDoNotWaitSoLong) {
  Waiter busy(host(1), {}), patient(host(0), {.longest_hold = 1h}), hasty(host(0), {.longest_hold = 1min});
  schedule.enter(busy, now);
  EXPECT_EQ(schedule.next(now).starts, &busy);
  schedule.enter(hasty, now), schedule.enter(patient, now);
  EXPECT_EQ(schedule.hold_until(host(0), now + 10min, now), std::vector{&hasty});
  EXPECT_EQ(schedule.enter(hasty, now), HostSchedule::Admission::silence_too_long);
  schedule.finish(host(1), now);
  EXPECT_EQ(schedule.next(now).look_again, now + 10min);
  EXPECT_EQ(schedule.next(now + 10min).starts, &patient);
}

TEST_F(HostScheduleTest, TheAdaptiveDelayCountsForThoseWhoAllowIt) {
  host(0).clock.adaptive.hear(8s, true, {.target_concurrency = 1, .max_delay = 60s}, 0ms);
  Waiter first(host(0), {}), adaptive(host(0), {.max_adaptive_delay = 3s}), fixed(host(0), {});
  schedule.enter(first, now);
  EXPECT_EQ(schedule.next(now).starts, &first);
  schedule.finish(host(0), now);
  schedule.enter(adaptive, now);
  EXPECT_EQ(schedule.next(now).look_again, now + 3s);  // 4 s by the latency, at most 3 s by its rules
  schedule.leave(adaptive, now);
  schedule.enter(fixed, now);
  EXPECT_EQ(schedule.next(now).starts, &fixed);
}

class PriorityTest : public testing::Test {
 protected:
  // Enters a request of `owner`; its name is what starts() tells.
  void ask(std::string name, const int& owner, std::int32_t priority = 0) {
    auto& one = line_.emplace_back(
        std::move(name),
        std::make_unique<Waiter>(schedule_.host(site(1), now_), HostRules{}, Claim{&owner, priority}));
    ASSERT_EQ(schedule_.enter(*one.second, now_), HostSchedule::Admission::in_line);
  }
  std::string starts() {
    std::string order;
    for (auto next = schedule_.next(now_); next.starts; next = schedule_.next(now_)) {
      for (const auto& [name, waiter] : line_)
        if (waiter.get() == next.starts) order += name;
      schedule_.finish(next.starts->host(), now_);
    }
    return order;
  }

  Steady now_{};
  HostSchedule schedule_{{}};
  std::vector<std::pair<std::string, std::unique_ptr<Waiter>>> line_;
  int books_ = 0, toys_ = 0;
};

TEST_F(PriorityTest, RequestsOfOnePriorityGoInTheOrderOfTheirArrival) {
  for (const char* name : {"a", "b", "c"}) ask(name, books_, 5);
  EXPECT_EQ(starts(), "abc");
}

TEST_F(PriorityTest, AMoreUrgentRequestGoesBeforeItsOwnersOthers) {
  ask("a", books_);
  ask("b", books_);
  ask("c", books_, 1);
  ask("d", books_, 2);
  ask("e", books_, -1);
  ask("f", books_);
  EXPECT_EQ(starts(), "dcabfe");
}

TEST_F(PriorityTest, NobodyPassesAnotherOwnersRequest) {
  ask("a", books_);
  ask("X", toys_);
  ask("b", books_);
  ask("Y", toys_);
  ask("c", books_, 9);  // takes the place of a, a that of b, and b the end
  EXPECT_EQ(starts(), "cXaYb");
}

TEST_F(PriorityTest, ALineThatSomebodyLeftStaysInOrder) {
  ask("a", books_);
  ask("b", books_, 3);
  schedule_.leave(*line_[1].second, now_);
  ask("c", books_, 1);
  EXPECT_EQ(starts(), "ca");
}

}  // namespace
}  // namespace trawl::fetch
