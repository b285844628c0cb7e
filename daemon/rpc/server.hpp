// The admin socket: accepts peers, gives each its role, keeps their number within limits, and lets each
// connection live in a coroutine of its own. Main thread.
//
//   auto listener = listen_at_path({.path = ..., .mode = ..., .gid = ...});
//   const api::Table methods = api::daemon_methods();
//   api::JournalNews news(main, store);
//   rpc::Server server(main, std::move(*listener), {engine, store, news, clock, web_codes}, methods, access);
//   server.start();
//   ...
//   co_await server.stop();      // then the engine, the store and everything else may go
#pragma once

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <list>
#include <map>
#include <string>

#include "base/peer.hpp"
#include "base/signal.hpp"
#include "base/unix_listener.hpp"
#include "model/access.hpp"
#include "rpc/connection.hpp"
#include "rpc/context.hpp"

namespace trawl::rpc {

class Server {
 public:
  // What `services` and the table refer to must outlive the server; the server must outlive stop().
  Server(asio::any_io_executor main, UnixListener, api::Services, const api::Table&, model::Access,
         ServerOptions = {});

  void start();

  // Removes the path, closes every connection, and returns when all of them have ended: calls that
  // change something have run to their end, all others were cancelled. Once, after start().
  // Who has connected is answered, within options.goodbye; who connects from now on waits for the next daemon,
  // where the service manager keeps the socket.
  Task<> stop();

  // Connections keep the role they were given when they came.
  void set_access(model::Access access) { access_ = std::move(access); }

  const Metrics& metrics() const { return context_.metrics; }

 private:
  Task<> accept_peers();
  Task<> sweep();
  Task<> let_calls_end();
  void admit(Socket);
  Result<> check_room(const Peer&, model::Role);
  void begin(Task<>);
  Task<> serve(Socket, Peer, model::Role);
  const std::string& name_of(std::uint32_t uid);

  asio::any_io_executor main_;
  UnixListener listener_;
  asio::local::stream_protocol::acceptor acceptor_;
  asio::steady_timer sweep_timer_;
  Context context_;
  model::Access access_;
  std::list<Connection*> connections_;
  std::map<std::uint32_t, std::size_t> connections_by_uid_;
  std::map<std::uint32_t, std::string> names_;
  std::size_t tasks_ = 0;
  bool stopping_ = false;
  Signal task_ended_;
};

}  // namespace trawl::rpc
