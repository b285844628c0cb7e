// The fetcher beside curl(1): pages per second and CPU time per page for the same pages of the same
// loopback site, 16 at a time, in alternating rounds of one run. Prints the medians and their ratios.
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
#include <stdexcept>
#include <string>
#include <vector>

#include "base/system_clock.hpp"
#include "fetch/curl_fetcher.hpp"
#include "figures.hpp"
#include "tests/support/loopback_site.hpp"

extern char** environ;

namespace trawl {
namespace {

constexpr int at_once = 16;

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
  explicit SiteProcess(std::size_t page_bytes) {
    int ports[2], lifeline[2];
    if (::pipe(ports) != 0 || ::pipe(lifeline) != 0) throw std::runtime_error("pipe");
    child_ = ::fork();
    if (child_ == 0) {
      ::close(lifeline[1]);
      serve(page_bytes, ports[1], lifeline[0]);
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
  static void serve(std::size_t page_bytes, int port_out, int lifeline) {
    test::LoopbackSite site;
    site.remember_requests(false);
    const test::Answer answer =
        test::page(200, std::string(page_bytes, 'x'), {{"Content-Type", "text/html"}});
    site.handle([&](const test::SiteRequest&) { return answer; });
    const std::uint16_t port = site.port();
    char end;
    if (::write(port_out, &port, sizeof port) == sizeof port) (void)!::read(lifeline, &end, 1);
  }

  pid_t child_ = 0;
  UniqueFd lifeline_;
  std::uint16_t port_ = 0;
};

Sample with_fetcher(const SiteProcess& site, int pages) {
  fetch::Metrics metrics;
  SystemClock clock;
  asio::io_context io(1);
  const auto fetcher = fetch::make_curl_fetcher(io.get_executor(), clock, {}, metrics);
  auto policy = std::make_shared<model::FetchPolicy>();
  policy->allow_private = {"127.0.0.0/8"};
  policy->connections_per_host = at_once;
  const auto session = std::make_shared<fetch::Session>("bench", policy);
  int next = 0, answered = 0;
  auto crawl = [&]() -> Task<> {
    while (next < pages) {
      const auto response =
          co_await fetcher->fetch({.url = site.url(fmt::format("/{}", ++next))}, session, {});
      if (response && response->status == 200 && ++answered == pages) io.stop();
    }
  };
  for (int i = 0; i < at_once; ++i) spawn(io.get_executor(), "crawl", crawl());

  rusage before{}, after{};
  ::getrusage(RUSAGE_THREAD, &before);
  const Stopwatch watch;
  io.run();
  const double seconds = watch.seconds();
  ::getrusage(RUSAGE_THREAD, &after);
  if (answered != pages) throw std::runtime_error("the fetcher failed");
  return {pages / seconds, (cpu_us(after) - cpu_us(before)) / pages};
}

Sample with_curl(const SiteProcess& site, int pages) {
  const std::string most = std::to_string(at_once), urls = site.url(fmt::format("/[1-{}]", pages));
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

void compare(std::size_t page_bytes, int pages, int rounds) {
  const SiteProcess site(page_bytes);
  std::vector<Sample> ours, theirs;
  for (int round = 0; round < rounds; ++round) {
    ours.push_back(with_fetcher(site, pages));
    theirs.push_back(with_curl(site, pages));
  }
  const Sample fetcher = median(ours), curl = median(theirs);
  fmt::print(
      "{:>3} KB | fetcher {:>7.0f} pages/s {:>6.1f} us CPU | curl -Z {:>7.0f} pages/s {:>6.1f} us CPU | "
      "ratio {:.2f} in speed, {:.2f} in CPU\n",
      page_bytes / 1000, fetcher.pages_per_second, fetcher.cpu_us_per_page, curl.pages_per_second,
      curl.cpu_us_per_page, fetcher.pages_per_second / curl.pages_per_second,
      fetcher.cpu_us_per_page / curl.cpu_us_per_page);
  bench::print_figure("-", fmt::format("{} KB: fetcher's CPU per page / curl -Z", page_bytes / 1000),
                      fetcher.cpu_us_per_page / curl.cpu_us_per_page);
}

}  // namespace
}  // namespace trawl

int main(int argc, char** argv) {
  int rounds = 5;
  if (argc > 1) std::from_chars(argv[1], argv[1] + std::strlen(argv[1]), rounds);
  trawl::compare(5'000, 20'000, std::max(rounds, 1));
  trawl::compare(50'000, 10'000, std::max(rounds, 1));
}
