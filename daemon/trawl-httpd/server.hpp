// Listens, and keeps the connections. The adapter's one thread.
//
//   Server server(executor, options, answer);
//   server.add(std::move(listener), door);      // for each place to listen
//   server.start();
//   ...
//   co_await server.stop();                     // lets answers end, within options.goodbye
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <list>
#include <optional>

#include "base/signal.hpp"
#include "base/unique_fd.hpp"
#include "trawl-httpd/connection.hpp"

namespace trawl::httpd {

class Server {
 public:
  Server(asio::any_io_executor, ServerOptions, Answerer);

  void add(UniqueFd listener, Door);
  void start();
  Task<> stop();

  const ServerMetrics& metrics() const { return context_.metrics; }

 private:
  struct Place {
    asio::basic_socket_acceptor<asio::generic::stream_protocol> acceptor;
    Door door;
  };

  Task<> accept(Place&);
  Task<> serve(Socket, Visit);
  Task<> sweep();
  void refuse(Socket&);

  asio::any_io_executor executor_;
  ServerContext context_;
  std::list<Place> places_;
  std::list<Connection> connections_;
  asio::steady_timer sweeper_;
  bool stopping_ = false;
  int tasks_ = 0;
  Signal task_ended_;
};

}  // namespace trawl::httpd
