// The daemon's socket beside a bare Asio echo on a Unix socket, in alternating rounds: round trips of one
// connection that waits for each answer, requests per second with 16 on the way in one connection, and with
// 16 connections. The server of the moment has one processor, this client the other.
//
//   rpc-bench SOCKET RUN_ID [ROUNDS]        SOCKET is a daemon's, which knows that run
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/task.hpp"
#include "base/unique_fd.hpp"
#include "figures.hpp"
#include "tests/support/temp_dir.hpp"

namespace trawl::bench {
namespace {

using Local = asio::local::stream_protocol;
using Clock = std::chrono::steady_clock;

constexpr int server_cpu = 0, client_cpu = 1;
constexpr auto round_time = std::chrono::milliseconds(300);

void stay_on(int cpu) {
  if (std::thread::hardware_concurrency() < 2) return;
  cpu_set_t cpus;
  CPU_ZERO(&cpus);
  CPU_SET(cpu, &cpus);
  ::sched_setaffinity(0, sizeof cpus, &cpus);
}

// --- the peer ---

Task<> echo(Local::socket socket) {
  std::vector<char> buffer(64 << 10);
  boost::system::error_code fault;
  for (;;) {
    const std::size_t size = co_await socket.async_read_some(
        asio::buffer(buffer), asio::redirect_error(asio::use_awaitable, fault));
    if (fault) co_return;
    co_await asio::async_write(socket, asio::buffer(buffer.data(), size),
                               asio::redirect_error(asio::use_awaitable, fault));
    if (fault) co_return;
  }
}

Task<> accept_all(Local::acceptor& acceptor) {
  for (;;) {
    Local::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    auto conversation = echo(std::move(socket));
    spawn(acceptor.get_executor(), "echo", std::move(conversation));
  }
}

// In a process of its own, which ends with this one.
class EchoProcess {
 public:
  explicit EchoProcess(std::string path) : path_(std::move(path)) {
    asio::io_context io(1);
    Local::acceptor acceptor(io, Local::endpoint(path_));
    io.notify_fork(asio::execution_context::fork_prepare);
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("fork");
    io.notify_fork(child == 0 ? asio::execution_context::fork_child : asio::execution_context::fork_parent);
    if (child > 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    stay_on(server_cpu);
    spawn(io.get_executor(), "acceptor", accept_all(acceptor));
    io.run();
    ::_exit(0);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// --- the client ---

// One connection: sends lines, counts the lines that come back.
class Connection {
 public:
  explicit Connection(const std::string& path) : fd_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    if (::connect(fd_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("cannot connect to " + path);
  }
  int fd() const { return fd_.get(); }

  void send(std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = ::write(fd_.get(), text.data(), text.size());
      if (sent <= 0) throw std::runtime_error("the server is gone");
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  // Waits for bytes; how many lines they ended.
  std::size_t receive() {
    const ssize_t size = ::read(fd_.get(), buffer_.data(), buffer_.size());
    if (size <= 0) throw std::runtime_error("the server is gone");
    first_ += first_.size() < 200 ? std::string_view(buffer_.data(), static_cast<std::size_t>(size)) : "";
    return static_cast<std::size_t>(std::count(buffer_.data(), buffer_.data() + size, '\n'));
  }
  // The beginning of what came first: an error is an answer too, but not the one to measure.
  const std::string& first() const { return first_; }

 private:
  UniqueFd fd_;
  std::vector<char> buffer_ = std::vector<char>(256 << 10);
  std::string first_;
};

void check(const Connection& connection) {
  if (connection.first().find("\"error\"") != std::string::npos)
    throw std::runtime_error("the daemon refuses: " + connection.first().substr(0, 300));
}

// Round trips in microseconds.
std::vector<double> round_trips(const std::string& path, const std::string& request) {
  Connection connection(path);
  std::vector<double> times;
  for (const auto end = Clock::now() + round_time; Clock::now() < end;) {
    const auto start = Clock::now();
    connection.send(request);
    while (connection.receive() == 0) {
    }
    times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
  }
  check(connection);
  return times;
}

// Requests per second with `depth` of them on the way in each of `connections`.
double rate(const std::string& path, const std::string& request, int connections, int depth) {
  std::vector<Connection> all;
  std::vector<pollfd> polls;
  std::string burst;
  for (int i = 0; i < depth; ++i) burst += request;
  for (int i = 0; i < connections; ++i) {
    all.emplace_back(path).send(burst);
    polls.push_back({all.back().fd(), POLLIN, 0});
  }
  std::size_t answered = 0;
  const auto start = Clock::now();
  while (Clock::now() < start + round_time) {
    ::poll(polls.data(), polls.size(), 1000);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!(polls[i].revents & POLLIN)) continue;
      const std::size_t lines = all[i].receive();
      answered += lines;
      all[i].send(std::string_view(burst).substr(0, lines * request.size()));
    }
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  check(all.front());
  return static_cast<double>(answered) / seconds;
}

// --- the comparison ---

struct Samples {
  std::vector<double> p50, p99, pipelined, many;

  void add(const std::string& path, const std::string& small, const std::string& large) {
    const auto times = round_trips(path, small);
    p50.push_back(quantile(times, 0.5));
    p99.push_back(quantile(times, 0.99));
    pipelined.push_back(rate(path, small, 1, 16));
    many.push_back(rate(path, large, 16, 1));
  }
};

double median(const std::vector<double>& sample) {
  return quantile(sample, 0.5);
}

void print(const char* what, const Samples& samples, const char* large) {
  fmt::print(
      "{:<10} round trip p50 {:5.1f} us, p99 {:6.1f} us | 16 on the way {:>7.0f}/s | 16 connections, {} "
      "{:>7.0f}/s\n",
      what, median(samples.p50), median(samples.p99), median(samples.pipelined), large, median(samples.many));
}

void run(const std::string& socket, const std::string& run_id, int rounds) {
  const test::TempDir folder;
  const EchoProcess echo((folder / "echo.sock").string());
  stay_on(client_cpu);
  const std::string ping = R"({"jsonrpc":"2.0","id":1,"method":"rpc.ping"})"
                           "\n";
  const std::string get =
      fmt::format(R"({{"jsonrpc":"2.0","id":1,"method":"runs.get","params":{{"run_id":{}}}}})"
                  "\n",
                  run_id);
  const std::string line = std::string(63, 'x') + '\n', kilobyte = std::string(1023, 'x') + '\n';

  Samples bare, daemon;
  for (int round = 0; round < rounds; ++round) {
    bare.add(echo.path(), line, kilobyte);
    daemon.add(socket, ping, get);
  }
  print("Asio echo", bare, "1 KB     ");
  print("trawld", daemon, "one run  ");
  const double round_trip = median(daemon.p50) / median(bare.p50);
  print_goal("P8", "ping round trip p50 / echo", round_trip, Wanted::at_most, 1.4);
  print_figure("P8", "pings/s, 16 on the way / echo", median(daemon.pipelined) / median(bare.pipelined));
  print_goal("P8", "runs.get/s, 16 connections / echo 1 KB", median(daemon.many) / median(bare.many),
             Wanted::at_least, 0.2);
}

}  // namespace
}  // namespace trawl::bench

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: rpc-bench SOCKET RUN_ID [ROUNDS]\n");
    return 2;
  }
  trawl::bench::run(argv[1], argv[2], argc > 3 ? std::max(1, std::atoi(argv[3])) : 7);
}
