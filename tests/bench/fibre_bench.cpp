// What it costs a plugin to wait for a page in the middle of ordinary code: ctx.get() in a fibre of each(),
// beside the same run written against plugin.h, with a loop around wait(), and beside the two switches of
// ucontext that a fibre cannot do without. The host is in-process and has every answer ready, so that what is
// left is the SDK; what the least of pages costs to parse gives the scale. CPU time, in alternating rounds.
//
//   fibre-bench [ROUNDS]
#include <ucontext.h>

#include <cstdlib>
#include <ctime>
#include <memory>
#include <stdexcept>
#include <string>
#include <trawl/html.hpp>
#include <trawl/plugin.hpp>
#include <vector>

#include "figures.hpp"
#include "shop_page.hpp"

namespace trawl::bench {
namespace {

constexpr int pages = 20'000;  // per round
constexpr std::uint32_t window = 8;
constexpr std::string_view body = "<html><p>a page</p></html>";

// The least of a host: it notes tags and answers in the order it was asked. The one of the unit tests keeps
// records, which would take longer than what is measured here.
class Host : public trawl_ctx {
 public:
  Host() : trawl_ctx{&table} {
    info_.size = sizeof info_;
    info_.max_in_flight = window;
  }
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  // Answers that were taken and given back.
  std::uint64_t released() const { return released_; }

 private:
  static Host& of(trawl_ctx* ctx) { return *static_cast<Host*>(ctx); }

  trawl_status fetch(const trawl_request& request) {
    if (asked_ - answered_ == window) return TRAWL_AGAIN;
    trawl_response& answer = ring_[asked_++ % ring_.size()];
    answer = {};
    answer.size = sizeof answer;
    answer.tag = request.tag;
    answer.net = TRAWL_NET_OK;
    answer.http_status = 200;
    answer.url = {"u", 1};
    answer.body = {body.data(), body.size()};
    return TRAWL_OK;
  }
  trawl_status wait(const trawl_response** out) {
    if (answered_ == asked_) return TRAWL_IDLE;
    *out = &ring_[answered_++ % ring_.size()];
    return TRAWL_OK;
  }

  static const trawl_api table;
  trawl_run_info info_{};
  std::vector<trawl_response> ring_{4 * window};  // an answer is read well before its place is needed again
  std::uint64_t asked_ = 0, answered_ = 0, released_ = 0;
};

const trawl_api Host::table = {
    .size = sizeof(trawl_api),
    .abi_major = TRAWL_ABI_MAJOR,
    .abi_minor = TRAWL_ABI_MINOR,
    .info = [](trawl_ctx* ctx) -> const trawl_run_info* { return &of(ctx).info_; },
    .fetch = [](trawl_ctx* ctx, const trawl_request* request) { return of(ctx).fetch(*request); },
    .wait = [](trawl_ctx* ctx, std::int64_t, const trawl_response** out) { return of(ctx).wait(out); },
    .release = [](trawl_ctx* ctx, const trawl_response*) { ++of(ctx).released_; },
    .report = [](trawl_ctx*, std::int32_t, trawl_str, trawl_str, trawl_str) -> trawl_status {
      return TRAWL_OK;
    },
    .extension = [](trawl_ctx*, const char*) -> const void* { return nullptr; },
};

using Urls = std::vector<std::string>;

// Each of the contestants gives the bytes it has seen.
std::size_t with_callbacks(Host& host, const Urls& urls) {
  const trawl_api& api = *host.api;
  std::size_t bytes = 0, sent = 0;
  for (std::size_t received = 0; received < urls.size(); ++received) {
    for (; sent < urls.size(); ++sent) {
      trawl_request request{};
      request.size = sizeof request;
      request.tag = sent;
      request.url = {urls[sent].data(), urls[sent].size()};
      if (api.fetch(&host, &request) != TRAWL_OK) break;
    }
    const trawl_response* answer = nullptr;
    if (api.wait(&host, -1, &answer) != TRAWL_OK) throw std::runtime_error("an answer is missing");
    bytes += answer->body.len;
    api.release(&host, answer);
  }
  return bytes;
}

std::size_t with_get_all(Host& host, const Urls& urls) {
  context ctx(&host);
  std::size_t bytes = 0;
  for (auto& page : ctx.get_all(urls)) bytes += page.body().size();
  return bytes;
}

std::size_t with_fibres(Host& host, const Urls& urls) {
  context ctx(&host);
  std::size_t bytes = 0;
  ctx.each(urls, [&](const std::string& url) { bytes += ctx.get(url).body().size(); });
  return bytes;
}

double cpu_ns() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return 1e9 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec);
}

double ns_per_page(std::size_t (*contestant)(Host&, const Urls&), const Urls& urls) {
  Host host;
  const double before = cpu_ns();
  const std::size_t bytes = contestant(host, urls);
  const double spent = cpu_ns() - before;
  if (bytes != urls.size() * body.size() || host.released() != urls.size())
    throw std::runtime_error("a page was lost");
  return spent / static_cast<double>(urls.size());
}

// There and back again: into a context that does nothing but return.
class Switches {
 public:
  Switches() {
    ::getcontext(&there_);
    there_.uc_stack.ss_sp = stack_.get();
    there_.uc_stack.ss_size = stack_size;
    ::makecontext(&there_, reinterpret_cast<void (*)()>(&Switches::bounce), 1, this);
  }
  Switches(const Switches&) = delete;
  Switches& operator=(const Switches&) = delete;

  double ns_per_pair() {
    const double before = cpu_ns();
    for (int i = 0; i < pages; ++i) ::swapcontext(&here_, &there_);
    return (cpu_ns() - before) / pages;
  }

 private:
  static constexpr std::size_t stack_size = 64 << 10;
  static void bounce(Switches* self) {
    for (;;) ::swapcontext(&self->there_, &self->here_);
  }

  std::unique_ptr<char[]> stack_ = std::make_unique<char[]>(stack_size);
  ucontext_t here_{}, there_{};
};

double ns_per_parse(const std::string& page) {
  constexpr int times = 100;
  std::size_t offers = 0;
  const double before = cpu_ns();
  for (int i = 0; i < times; ++i) offers += html::parse(page).css("article.card").size();
  const double spent = cpu_ns() - before;
  if (offers != times * offers_per_page) throw std::runtime_error("an offer was lost");
  return spent / times;
}

struct Times {
  std::vector<double> callbacks, get_all, fibres, switches, parse;
};

std::vector<double> ratios(const std::vector<double>& these, const std::vector<double>& those) {
  std::vector<double> each;
  for (std::size_t i = 0; i < these.size(); ++i) each.push_back(these[i] / those[i]);
  return each;
}

void print(const char* what, const std::vector<double>& times, const std::vector<double>& peer) {
  const auto beside = ratios(times, peer);
  fmt::print("{:<36} {:6.0f} ns/page ({:.0f} to {:.0f})   x {:.2f} ({:.2f} to {:.2f})\n", what,
             quantile(times, 0.5), quantile(times, 0), quantile(times, 1), quantile(beside, 0.5),
             quantile(beside, 0), quantile(beside, 1));
}

void run(int rounds) {
  Urls urls;
  for (int i = 0; i < pages; ++i) urls.push_back(fmt::format("http://shop.example/lamps/{}", i));
  const std::string page = shop_page(5000, 0);
  Switches switches;
  Times times;
  for (int round = 0; round < rounds; ++round) {
    times.callbacks.push_back(ns_per_page(with_callbacks, urls));
    times.get_all.push_back(ns_per_page(with_get_all, urls));
    times.fibres.push_back(ns_per_page(with_fibres, urls));
    times.switches.push_back(switches.ns_per_pair());
    times.parse.push_back(ns_per_parse(page));
  }
  print("plugin.h, a loop around wait()", times.callbacks, times.switches);
  print("for (auto& page : ctx.get_all(urls))", times.get_all, times.switches);
  print("ctx.get() in ctx.each()", times.fibres, times.switches);
  print("two switches of ucontext", times.switches, times.switches);
  print("parsing a page of 5 KB", times.parse, times.switches);

  std::vector<double> beyond, whole_ratio;
  for (std::size_t i = 0; i < times.fibres.size(); ++i) {
    beyond.push_back(times.fibres[i] - times.callbacks[i]);
    whole_ratio.push_back((times.parse[i] + times.fibres[i]) / (times.parse[i] + times.callbacks[i]));
  }
  print_figure("E2", "a page in each() beyond a loop around wait(), ns", quantile(beyond, 0.5));
  print_figure("E2", "that / two switches of ucontext", quantile(ratios(beyond, times.switches), 0.5));
  print_goal("E2", "5 KB parsed in each() / in a loop around wait()", quantile(whole_ratio, 0.5),
             Wanted::at_most, 1.05);
}

}  // namespace
}  // namespace trawl::bench

int main(int argc, char** argv) {
  trawl::bench::run(argc > 1 ? std::max(1, std::atoi(argv[1])) : 25);
}
