// What politeness costs: CPU time per decision who may ask which host next, for 10,000 hosts with ten queued
// URLs each. A decision is everything that a request causes: its host is found by name, it enters the line,
// is told to start, and gives its connection back. Time is simulated and jumps to whenever the next request
// may start, so that nothing is measured but decisions.
//
//   politeness-bench [ROUNDS]
//
// "schedule" is the pure data structure; "queue" adds the coroutine of each request, its waiting, and the
// alarm; "bare" is what as many coroutines cost that only wait to be called.
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <charconv>
#include <cstring>
#include <deque>
#include <memory>
#include <stdexcept>
#include <vector>

#include "fetch/hosts/host_queue.hpp"
#include "figures.hpp"
#include "tests/support/fake_clock.hpp"

namespace trawl {
namespace {

constexpr int hosts = 10'000, urls_per_host = 10, decisions = hosts * urls_per_host;
constexpr int exchanges_at_once = 256;
const fetch::HostRules rules{.connections = 2, .delay = Millis{1'000}};

double cpu_ns() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return 1e9 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec);
}

std::vector<fetch::Origin> origins() {
  std::vector<fetch::Origin> all;
  for (int i = 0; i < hosts; ++i) all.push_back({"https", fmt::format("www.shop-{}.example", i), 443});
  return all;
}

// Nanoseconds of CPU per decision.
double with_schedule(const std::vector<fetch::Origin>& sites) {
  fetch::HostSchedule schedule({.connections = exchanges_at_once});
  std::vector<std::unique_ptr<fetch::Waiter>> waiters;
  waiters.reserve(decisions);
  std::deque<fetch::Host*> under_way;
  Steady now{std::chrono::hours{1}};
  int started = 0;

  const double begin = cpu_ns();
  for (int i = 0; i < urls_per_host; ++i)
    for (const fetch::Origin& site : sites) {
      waiters.push_back(std::make_unique<fetch::Waiter>(schedule.host(site, now), rules));
      schedule.enter(*waiters.back(), now);
    }
  while (started < decisions) {
    const auto next = schedule.next(now);
    if (next.starts) {
      ++started;
      under_way.push_back(&next.starts->host());
    } else if (!under_way.empty()) {  // exchanges end in the order in which they began
      now += std::chrono::microseconds{100};
      schedule.finish(*under_way.front(), now);
      under_way.pop_front();
    } else {
      now = std::max(now, next.look_again.value());
    }
  }
  return (cpu_ns() - begin) / decisions;
}

double with_queue(const std::vector<fetch::Origin>& sites) {
  asio::io_context io(1);
  test::FakeClock clock(io);
  fetch::HostQueue queue(clock, {.connections = exchanges_at_once});
  int started = 0;
  auto request = [&](const fetch::Origin& site) -> Task<> {
    const auto turn = co_await queue.turn(site, rules, {});
    if (turn) ++started;
  };
  const double begin = cpu_ns();
  for (int i = 0; i < urls_per_host; ++i)
    for (const fetch::Origin& site : sites) spawn(io.get_executor(), "request", request(site));
  while (started < decisions) clock.advance(Millis{100});
  return (cpu_ns() - begin) / decisions;
}

double without_politeness() {
  asio::io_context io(1);
  std::vector<OneShot<bool>> bells;
  bells.reserve(decisions);
  int called = 0;
  auto request = [&](OneShot<bool> bell) -> Task<> {
    co_await bell.get();
    ++called;
  };
  const double begin = cpu_ns();
  for (int i = 0; i < decisions; ++i) {
    bells.emplace_back(io.get_executor());
    spawn(io.get_executor(), "request", request(bells.back()));
  }
  io.poll();
  for (const OneShot<bool>& bell : bells) bell.set(true);
  io.restart();
  io.run();
  if (called != decisions) throw std::runtime_error("somebody was not called");
  return (cpu_ns() - begin) / decisions;
}

void measure(int rounds) {
  const auto sites = origins();
  std::vector<double> schedule, queue, bare;
  for (int round = 0; round < rounds; ++round) {
    schedule.push_back(with_schedule(sites));
    queue.push_back(with_queue(sites));
    bare.push_back(without_politeness());
  }
  const double pure = bench::quantile(schedule, 0.5), whole = bench::quantile(queue, 0.5);
  const double coroutine = bench::quantile(bare, 0.5);
  fmt::print(
      "{} hosts x {} URLs, ns CPU per request | schedule {:.0f} ({:.0f} to {:.0f}) | queue {:.0f} | bare "
      "{:.0f}\n",
      hosts, urls_per_host, pure, std::ranges::min(schedule), std::ranges::max(schedule), whole, coroutine);
  bench::print_goal("-", "politeness: CPU per decision, ns", pure, bench::Wanted::at_most, 1'000);
  bench::print_figure("-", "politeness with its coroutines: CPU per request, ns", whole);
  bench::print_figure("-", "as many bare coroutines: CPU per request, ns", coroutine);
}

}  // namespace
}  // namespace trawl

int main(int argc, char** argv) {
  int rounds = 9;
  if (argc > 1) std::from_chars(argv[1], argv[1] + std::strlen(argv[1]), rounds);
  trawl::measure(std::max(rounds, 1));
}
