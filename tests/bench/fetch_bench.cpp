// The fetcher beside curl(1): pages per second and CPU time per page for the same pages of the same
// loopback site, plain and packed, 16 and 256 at a time, in alternating rounds of one run. Prints the medians
// and their ratios.
//
//   fetch-bench [ROUNDS]
#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <charconv>
#include <chrono>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/system_clock.hpp"
#include "fetch/curl_fetcher.hpp"
#include "figures.hpp"
#include "listing.hpp"
#include "tests/support/loopback_site.hpp"
#include "tests/support/session.hpp"
#include "tests/unit/fetch/packing.hpp"

extern char** environ;

namespace trawl {
namespace {

struct Load {
  int cards;    // of the listing: 3 make 5 KB, 33 make 50
  bool packed;  // with gzip
  int at_once, pages;
};

struct Sample {
  double pages_per_second, cpu_us_per_page;
};

double microseconds(const timeval& time) {
  return 1e6 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec);
}
double cpu_us(const rusage& usage) {
  return microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
}

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

// The site in a process of its own, so that it shares nothing but the machine with either contender.
class SiteProcess {
 public:
  explicit SiteProcess(const Load& load) {
    int ports[2], lifeline[2];
    if (::pipe(ports) != 0 || ::pipe(lifeline) != 0) throw std::runtime_error("pipe");
    child_ = ::fork();
    if (child_ == 0) {
      ::close(lifeline[1]);
      serve(load, ports[1], lifeline[0]);
      ::_exit(0);
    }
    ::close(ports[1]);
    ::close(lifeline[0]);
    lifeline_ = UniqueFd(lifeline[1]);
    if (::read(ports[0], &port_, sizeof port_) != sizeof port_)
      throw std::runtime_error("the site did not start");
    ::close(ports[0]);
  }
  ~SiteProcess() {
    lifeline_.reset();
    ::waitpid(child_, nullptr, 0);
  }
  SiteProcess(const SiteProcess&) = delete;
  SiteProcess& operator=(const SiteProcess&) = delete;

  std::string url(std::string_view target) const {
    return fmt::format("http://127.0.0.1:{}{}", port_, target);
  }

 private:
  static test::Answer answer_for(const Load& load) {
    test::SiteHeaders headers{{"Content-Type", "text/html"}};
    std::string body = bench::Listing(load.cards).page(1);
    if (load.packed) {
      body = fetch::gzip(body);
      headers.emplace_back("Content-Encoding", "gzip");
    }
    return test::page(200, body, headers);
  }

  static void serve(const Load& load, int port_out, int lifeline) {
    test::LoopbackSite site;
    site.remember_requests(false);
    const test::Answer answer = answer_for(load);
    site.handle([&](const test::SiteRequest&) { return answer; });
    const std::uint16_t port = site.port();
    char end;
    if (::write(port_out, &port, sizeof port) == sizeof port) (void)!::read(lifeline, &end, 1);
  }

  pid_t child_ = 0;
  UniqueFd lifeline_;
  std::uint16_t port_ = 0;
};

Sample with_fetcher(const SiteProcess& site, const Load& load) {
  fetch::Metrics metrics;
  SystemClock clock;
  asio::io_context io(1);
  const auto fetcher = fetch::make_curl_fetcher(io.get_executor(), clock, {}, metrics);
  auto policy = std::make_shared<model::FetchPolicy>();
  policy->allow_private = {"127.0.0.0/8"};
  policy->connections_per_host = load.at_once;
  const auto session = std::make_shared<fetch::Session>("bench", policy);
  policy->max_bytes = std::numeric_limits<std::uint64_t>::max();
  policy->obey_robots = false;
  const int pages = load.pages;
  int next = 0, answered = 0;
  auto crawl = [&]() -> Task<> {
    while (next < pages) {
      const auto response =
          co_await fetcher->fetch({.url = site.url(fmt::format("/{}", ++next))}, session, {});
      if (response && response->status == 200 && ++answered == pages) io.stop();
    }
  };
  for (int i = 0; i < load.at_once; ++i) spawn(io.get_executor(), "crawl", crawl());

  rusage before{}, after{};
  ::getrusage(RUSAGE_THREAD, &before);
  const Stopwatch watch;
  io.run();
  const double seconds = watch.seconds();
  ::getrusage(RUSAGE_THREAD, &after);
  if (answered != pages) throw std::runtime_error("the fetcher failed");
  return {pages / seconds, (cpu_us(after) - cpu_us(before)) / pages};
}

Sample with_curl(const SiteProcess& site, const Load& load) {
  const int pages = load.pages;
  const std::string most = std::to_string(load.at_once), urls = site.url(fmt::format("/[1-{}]", pages));
  const char* arguments[] = {"curl",       "--no-progress-meter", "--disable",  "--compressed",
                             "--parallel", "--parallel-max",      most.c_str(), "--output",
                             "/dev/null",  urls.c_str(),          nullptr};
  const Stopwatch watch;
  pid_t child = 0;
  if (::posix_spawnp(&child, "curl", nullptr, nullptr, const_cast<char**>(arguments), environ) != 0)
    throw std::runtime_error("curl(1) is needed");
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  if (status != 0) throw std::runtime_error("curl(1) failed");
  return {pages / watch.seconds(), cpu_us(usage) / pages};
}

Sample median(std::vector<Sample> samples) {
  const auto middle = [&](double Sample::* field) {
    std::ranges::sort(samples, {}, field);
    return samples[samples.size() / 2].*field;
  };
  return {middle(&Sample::pages_per_second), middle(&Sample::cpu_us_per_page)};
}

void compare(const Load& load, int rounds) {
  const SiteProcess site(load);
  std::vector<Sample> ours, theirs;
  for (int round = 0; round < rounds; ++round) {
    ours.push_back(with_fetcher(site, load));
    theirs.push_back(with_curl(site, load));
  }
  const Sample fetcher = median(ours), curl = median(theirs);
  const std::string name = fmt::format("{} KB{}, {} at once", load.cards < 10 ? 5 : 50,
                                       load.packed ? " in gzip" : "", load.at_once);
  fmt::print(
      "{:<25} | fetcher {:>7.0f} pages/s {:>6.1f} us CPU | curl -Z {:>7.0f} pages/s {:>6.1f} us CPU | "
      "ratio {:.2f} in speed, {:.2f} in CPU\n",
      name, fetcher.pages_per_second, fetcher.cpu_us_per_page, curl.pages_per_second, curl.cpu_us_per_page,
      fetcher.pages_per_second / curl.pages_per_second, fetcher.cpu_us_per_page / curl.cpu_us_per_page);
  bench::print_goal("-", name + ": fetcher's CPU per page / curl -Z",
                    fetcher.cpu_us_per_page / curl.cpu_us_per_page, bench::Wanted::at_most, 1.3);
}

}  // namespace
}  // namespace trawl

int main(int argc, char** argv) {
  int rounds = 5;
  if (argc > 1) std::from_chars(argv[1], argv[1] + std::strlen(argv[1]), rounds);
  for (const int at_once : {16, 256}) {
    for (const bool packed : {false, true}) {
      trawl::compare({3, packed, at_once, 20'000}, std::max(rounds, 1));
      trawl::compare({33, packed, at_once, 10'000}, std::max(rounds, 1));
    }
  }
}
