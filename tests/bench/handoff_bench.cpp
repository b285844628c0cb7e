// What a page costs on its way from the fetcher to a plugin and back as an item: the engine's driver, the
// sandboxed worker, the plugin `summing`, and a fetcher that answers from memory; beside a child process that
// gets the same bytes through a bare socketpair and says the same about them. CPU of both processes, in
// alternating rounds; what a run of one page costs is taken off, because it is the start.
//
//   handoff-bench WORKER_PROGRAM PLUGIN [ROUNDS]
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "figures.hpp"
#include "shop_page.hpp"
#include "summing.hpp"
#include "trawl-plugin/trial.hpp"
#include "worker/process_launcher.hpp"

namespace trawl::bench {
namespace {

// Of this process and of the children that it has waited for.
double cpu_us() {
  double us = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    ::getrusage(who, &usage);
    for (const timeval& time : {usage.ru_utime, usage.ru_stime})
      us += 1e6 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec);
  }
  return us;
}

class FromMemory final : public fetch::Fetcher {
 public:
  explicit FromMemory(const std::string& body) : body_(body) {}
  Task<std::expected<fetch::Response, fetch::Failure>> fetch(fetch::Request request,
                                                             std::shared_ptr<fetch::Session>,
                                                             std::stop_token) override {
    fetch::Response response;
    response.url = std::move(request.url);
    response.status = 200;
    response.headers = {{"content-type", "text/html; charset=utf-8"}};
    response.body = body_;
    co_return response;
  }

 private:
  const std::string& body_;
};

constexpr int window = 8;

class Contestant {
 public:
  virtual ~Contestant() = default;
  // Passes the body over so many times; throws when what comes back is not its summary.
  virtual void pass(const std::string& body, int times) = 0;
};

class Trawl final : public Contestant {
 public:
  Trawl(const std::filesystem::path& worker_program, std::filesystem::path plugin)
      : launcher_(worker::make_process_launcher(io_.get_executor(), worker_program)),
        plugin_(std::move(plugin)) {}

  void pass(const std::string& body, int times) override {
    FromMemory fetcher(body);
    author::Trial trial;
    trial.plugin = plugin_;
    trial.plugin_id = "summing";
    trial.config = fmt::format(R"({{"pages": {}}})", times);
    trial.max_in_flight = window;
    trial.replay = false;
    const auto result = author::run_trial(*launcher_, fetcher, io_, std::move(trial));
    io_.restart();
    if (!result.end.errors.empty()) throw std::runtime_error(result.end.errors.front().message);
    if (result.items.size() != static_cast<std::size_t>(times)) throw std::runtime_error("items were lost");
    const std::string wanted = summary(body);
    for (const auto& item : result.items)
      if (item.data != wanted) throw std::runtime_error("an item says " + item.data + ", not " + wanted);
  }

 private:
  asio::io_context io_;
  std::unique_ptr<worker::Launcher> launcher_;
  std::filesystem::path plugin_;
};

void read_all(int from, char* into, std::size_t size) {
  for (std::size_t have = 0; have < size;) {
    const auto got = ::read(from, into + have, size - have);
    if (got <= 0) throw std::runtime_error("the other side of the socket is gone");
    have += static_cast<std::size_t>(got);
  }
}

void write_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto put = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (put <= 0) throw std::runtime_error("the other side of the socket is gone");
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
}

// Both sides know all sizes beforehand, and nothing else is sent: less is not possible with a socket.
// `window` pages are on the way at a time. Their replies fit into the socket, so neither side waits for the
// other's reading.
class Socket final : public Contestant {
 public:
  explicit Socket(int window) : window_(window) {}

  void pass(const std::string& body, int times) override {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) throw std::runtime_error("there is no socketpair");
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("there is no child");
    if (child == 0) answer(ends[1], body.size(), times);
    ::close(ends[1]);
    const std::string wanted = summary(body);
    for (int sent = 0, received = 0; received < times; ++received) {
      for (; sent < times && sent < received + window_; ++sent) write_all(ends[0], body);
      expect(ends[0], wanted);
    }
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);
  }

 private:
  static void expect(int socket, const std::string& wanted) {
    std::string reply(wanted.size(), '\0');
    read_all(socket, reply.data(), reply.size());
    if (reply != wanted) throw std::runtime_error("the child says " + reply + ", not " + wanted);
  }
  [[noreturn]] static void answer(int socket, std::size_t size, int times) {
    std::string body(size, '\0');
    for (int i = 0; i < times; ++i) {
      read_all(socket, body.data(), size);
      write_all(socket, summary(body));
    }
    ::_exit(0);
  }

  int window_;
};

double us_per_page(Contestant& contestant, const std::string& body, int times) {
  const double before = cpu_us();
  contestant.pass(body, 1);
  const double start = cpu_us() - before;
  contestant.pass(body, 1 + times);
  return (cpu_us() - before - 2 * start) / times;
}

std::vector<double> ratios(const std::vector<double>& these, const std::vector<double>& those) {
  std::vector<double> each;
  for (std::size_t i = 0; i < these.size(); ++i) each.push_back(these[i] / those[i]);
  return each;
}

void print(int size_kb, const char* what, const std::vector<double>& times,
           const std::vector<double>& through_trawl) {
  const auto beside = ratios(through_trawl, times);
  fmt::print("{:4} KB  {:<34} {:6.1f} us/page ({:.1f} to {:.1f})   trawl / it {:.2f} ({:.2f} to {:.2f})\n",
             size_kb, what, quantile(times, 0.5), quantile(times, 0), quantile(times, 1),
             quantile(beside, 0.5), quantile(beside, 0), quantile(beside, 1));
}

void measure(Trawl& trawl, int size_kb, int pages, int rounds) {
  const std::string body = shop_page(static_cast<std::size_t>(size_kb) * 1000, 0);
  Socket one_by_one(1), eight_by_eight(window);
  std::vector<double> through_trawl, alone, together;
  for (int round = 0; round < rounds; ++round) {
    through_trawl.push_back(us_per_page(trawl, body, pages));
    alone.push_back(us_per_page(one_by_one, body, pages));
    together.push_back(us_per_page(eight_by_eight, body, pages));
  }
  print(size_kb, "fetcher, worker, plugin, item", through_trawl, through_trawl);
  print(size_kb, "socketpair, one page on the way", alone, through_trawl);
  print(size_kb, "socketpair, eight pages on the way", together, through_trawl);
  print_figure("E3", fmt::format("{} KB: to a plugin and back / socketpair, one by one", size_kb),
               quantile(ratios(through_trawl, alone), 0.5));
  print_figure("E3", fmt::format("{} KB: the same, eight on the way", size_kb),
               quantile(ratios(through_trawl, together), 0.5));
}

}  // namespace
}  // namespace trawl::bench

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: handoff-bench WORKER_PROGRAM PLUGIN [ROUNDS]\n");
    return 2;
  }
  const int rounds = argc > 3 ? std::max(1, std::atoi(argv[3])) : 11;
  trawl::bench::Trawl trawl(argv[1], argv[2]);
  trawl::bench::measure(trawl, 5, 4000, rounds);
  trawl::bench::measure(trawl, 50, 2000, rounds);
  trawl::bench::measure(trawl, 300, 500, rounds);
}
