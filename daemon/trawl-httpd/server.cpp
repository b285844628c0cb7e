#include "trawl-httpd/server.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/redirect_error.hpp>

#include "base/log.hpp"
#include "trawl-httpd/problem.hpp"

namespace trawl::httpd {
namespace {

constexpr Millis pause_without_descriptors{200};

std::string ip_source(const Socket& socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getpeername(const_cast<Socket&>(socket).native_handle(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
    return "unknown";
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = address.ss_family == AF_INET6
                          ? static_cast<const void*>(&reinterpret_cast<sockaddr_in6&>(address).sin6_addr)
                          : &reinterpret_cast<sockaddr_in&>(address).sin_addr;
  return ::inet_ntop(address.ss_family, bytes, text.data(), text.size()) ? text.data() : "unknown";
}

int family_of(int listener) {
  int family = 0;
  socklen_t size = sizeof family;
  return ::getsockopt(listener, SOL_SOCKET, SO_DOMAIN, &family, &size) == 0 ? family : AF_UNIX;
}

}  // namespace

Server::Server(asio::any_io_executor executor, ServerOptions options, Answerer answer)
    : executor_(executor),
      context_{.options = options, .answer = std::move(answer)},
      sweeper_(executor),
      task_ended_(executor) {}

void Server::add(UniqueFd listener, Door door) {
  const asio::generic::stream_protocol protocol(family_of(listener.get()), 0);
  places_.push_back({{executor_, protocol, listener.release()}, std::move(door)});
}

void Server::start() {
  for (Place& place : places_) {
    ++tasks_;
    spawn(executor_, "httpd.accept", accept(place));
  }
  ++tasks_;
  spawn(executor_, "httpd.sweep", sweep());
}

Task<> Server::stop() {
  stopping_ = true;
  boost::system::error_code ignored;
  for (Place& place : places_) place.acceptor.close(ignored);
  for (Connection& connection : connections_) connection.finish();
  const Steady end = std::chrono::steady_clock::now() + context_.options.goodbye;
  while (!connections_.empty() && std::chrono::steady_clock::now() < end)
    co_await task_ended_.wait(std::chrono::ceil<Millis>(end - std::chrono::steady_clock::now()));
  for (Connection& connection : connections_) connection.abort();
  sweeper_.cancel();
  while (tasks_ > 0) co_await task_ended_.wait();
}

Task<> Server::accept(Place& place) {
  while (!stopping_) {
    boost::system::error_code fault;
    Socket socket(executor_);
    co_await place.acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, fault));
    if (stopping_) break;
    if (fault) {  // no descriptors are left: those in use come back
      log::warning("httpd.accept", "cannot accept a connection: {}", fault.message());
      asio::steady_timer pause(executor_, pause_without_descriptors);
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, fault));
      continue;
    }
    if (connections_.size() >= context_.options.max_connections) {
      refuse(socket);
      continue;
    }
    Visit visit{.door = place.door, .peer = {}, .source = {}};
    if (place.door.tcp) {
      const int on = 1;
      ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      visit.source = ip_source(socket);
    } else if (auto peer = peer_of(socket.native_handle())) {
      visit.source = fmt::format("uid:{}", peer->uid);
      visit.peer = std::move(*peer);
    } else {
      continue;
    }
    ++tasks_;
    spawn(executor_, "httpd.connection", serve(std::move(socket), std::move(visit)));
  }
  --tasks_;
  task_ended_.notify();
}

Task<> Server::serve(Socket socket, Visit visit) {
  socket.native_non_blocking(true);
  const auto connection = connections_.emplace(connections_.end(), context_, std::move(socket), std::move(visit));
  ++context_.metrics.connections_accepted;
  ++context_.metrics.connections_open;
  co_await connection->serve();
  --context_.metrics.connections_open;
  connections_.erase(connection);
  --tasks_;
  task_ended_.notify();
}

// Says so, if the socket's buffer takes it at once, as an empty one does.
void Server::refuse(Socket& socket) {
  ++context_.metrics.connections_refused;
  const Response said = problem({Code::overloaded, "too many connections are open", "try again in a moment"}, {});
  const std::string answer = fmt::format(
      "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/problem+json\r\nretry-after: 2\r\n"
      "content-length: {}\r\nconnection: close\r\n\r\n{}",
      said.body.size(), said.body);
  (void)::send(socket.native_handle(), answer.data(), answer.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

// Looks seldom while there is nobody, so that an idle adapter hardly wakes.
Task<> Server::sweep() {
  while (!stopping_) {
    boost::system::error_code ignored;
    sweeper_.expires_after(connections_.empty() ? Millis(1'000) : context_.options.sweep_every);
    co_await sweeper_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    const Steady now = std::chrono::steady_clock::now();
    for (Connection& connection : connections_) connection.sweep(now);
  }
  --tasks_;
  task_ended_.notify();
}

}  // namespace trawl::httpd
