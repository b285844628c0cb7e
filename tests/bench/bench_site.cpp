// A site that costs its visitors as little as possible: one thread, connections stay open, /CARDS/NUMBER is
// page NUMBER of the listing with so many cards. Prints its port and serves until its stdin ends.
//
//   bench-site
#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <map>
#include <string>
#include <string_view>

#include "base/task.hpp"
#include "listing.hpp"

namespace trawl::bench {
namespace {

using Tcp = asio::ip::tcp;

constexpr std::size_t longest_request = 16 << 10;
constexpr int most_cards = 1000;

int number_at(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// The listings that were asked for, by their number of cards.
class Site {
 public:
  std::string answer(std::string_view request) {
    const std::size_t path = request.find(" /") + 2, slash = request.find('/', path);
    const int cards = number_at(request.substr(path));
    const int number = slash == std::string_view::npos ? 0 : number_at(request.substr(slash + 1));
    if (cards < 1 || cards > most_cards || number < 1)
      return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    const Listing& listing = listings_.try_emplace(cards, cards).first->second;
    return fmt::format(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{}",
        listing.page_size(), listing.page(number));
  }

 private:
  std::map<int, Listing> listings_;
};

Task<> converse(Tcp::socket socket, Site& site) {
  boost::system::error_code fault;
  std::string incoming;
  socket.set_option(Tcp::no_delay(true));
  for (;;) {
    const std::size_t size =
        co_await asio::async_read_until(socket, asio::dynamic_buffer(incoming, longest_request), "\r\n\r\n",
                                        asio::redirect_error(asio::use_awaitable, fault));
    if (fault) co_return;
    const std::string answer = site.answer(std::string_view(incoming).substr(0, size));
    incoming.erase(0, size);
    co_await asio::async_write(socket, asio::buffer(answer),
                               asio::redirect_error(asio::use_awaitable, fault));
    if (fault) co_return;
  }
}

Task<> accept_all(Tcp::acceptor& acceptor, Site& site) {
  for (;;) {
    Tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    auto conversation = converse(std::move(socket), site);
    spawn(acceptor.get_executor(), "conversation", std::move(conversation));
  }
}

}  // namespace
}  // namespace trawl::bench

int main() {
  using namespace trawl;
  using namespace trawl::bench;
  asio::io_context io(1);
  Site site;
  Tcp::acceptor acceptor(io, Tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  spawn(io.get_executor(), "acceptor", accept_all(acceptor, site));
  asio::posix::stream_descriptor lifeline(io, STDIN_FILENO);
  char unused;
  lifeline.async_read_some(asio::buffer(&unused, 1), [&](auto, auto) { io.stop(); });
  fmt::print("{}\n", acceptor.local_endpoint().port());
  std::fflush(stdout);
  io.run();
}
