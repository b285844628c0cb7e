// rpc.ping on the admin socket beside a bare Asio echo of the same line, in alternating rounds of one
// process: the round trip of a peer that waits for each answer, and requests a second with many on the
// way. No daemon is needed; what remains is the cost of the protocol itself.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <chrono>

#include "tests/support/rpc_daemon.hpp"

namespace trawl::tests {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;
using Stream = asio::local::stream_protocol;

constexpr std::string_view ping = R"({"jsonrpc":"2.0","method":"rpc.ping","id":1})"
                                  "\n";
constexpr int rounds = 7, trips = 20'000, pipelined = 200'000, depth = 16;

class Echo {
 public:
  explicit Echo(std::string path) : path_(std::move(path)), acceptor_(io_, Stream::endpoint(path_)) {
    auto accept = [this]() -> Task<> {
      while (true)
        spawn(io_.get_executor(), "echo", echo(co_await acceptor_.async_accept(asio::use_awaitable)));
    };
    asio::co_spawn(io_, accept(), [](std::exception_ptr) {});
    thread_ = std::thread([this] { io_.run(); });
  }
  ~Echo() {
    io_.stop();
    thread_.join();
    std::filesystem::remove(path_);
  }
  const std::string& path() const { return path_; }

 private:
  static Task<> echo(Stream::socket socket) {
    std::array<char, 65536> bytes;
    boost::system::error_code error;
    while (!error) {
      const auto size = co_await socket.async_read_some(asio::buffer(bytes),
                                                        asio::redirect_error(asio::use_awaitable, error));
      if (!error)
        co_await asio::async_write(socket, asio::buffer(bytes, size),
                                   asio::redirect_error(asio::use_awaitable, error));
    }
  }

  std::string path_;
  asio::io_context io_{1};
  Stream::acceptor acceptor_;
  std::thread thread_;
};

// Microseconds: the median of single round trips.
double round_trip(const std::string& path) {
  LineClient client(path);
  std::vector<double> times(trips);
  for (double& time : times) {
    const auto begin = Clock::now();
    client.send(ping);
    (void)client.line();
    time = Seconds(Clock::now() - begin).count() * 1e6;
  }
  std::ranges::nth_element(times, times.begin() + trips / 2);
  return times[trips / 2];
}

// Requests a second, with `depth` on the way.
double rate(const std::string& path) {
  LineClient client(path);
  std::string burst;
  for (int i = 0; i < depth; ++i) burst += ping;
  const auto begin = Clock::now();
  for (int sent = 0; sent < pipelined; sent += depth) {
    client.send(burst);
    for (int i = 0; i < depth; ++i) (void)client.line();
  }
  return pipelined / Seconds(Clock::now() - begin).count();
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void measure() {
  RpcDaemon daemon;
  const Echo echo(daemon.path() + ".echo");
  std::vector<double> trip_us, echo_us, per_second, echo_per_second;
  for (int i = 0; i < rounds; ++i) {
    trip_us.push_back(round_trip(daemon.path()));
    echo_us.push_back(round_trip(echo.path()));
    per_second.push_back(rate(daemon.path()));
    echo_per_second.push_back(rate(echo.path()));
  }
  fmt::print("round trip p50     rpc.ping {:6.1f} us   echo {:6.1f} us   x{:.2f}\n", median(trip_us),
             median(echo_us), median(trip_us) / median(echo_us));
  fmt::print("{} on the way    rpc.ping {:7.0f}/s   echo {:7.0f}/s   x{:.2f}\n", depth, median(per_second),
             median(echo_per_second), median(per_second) / median(echo_per_second));
}

}  // namespace
}  // namespace trawl::tests

int main() {
  trawl::tests::measure();
}
