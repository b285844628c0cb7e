#include "rpc/server.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <boost/asio/redirect_error.hpp>

#include "base/log.hpp"
#include "rpc/json_writer.hpp"

namespace trawl::rpc {
namespace {

constexpr Millis look_again{5};                   // at connections that are to end
constexpr Millis pause_after_failed_accept{100};  // out of descriptors: others must get a chance to close

void send_last_words(Socket& socket, const Error& error) {
  std::string line;
  append_reply(line, nullptr, std::unexpected(error));
  // A fresh socket's buffer is empty and takes the line; if it does not, the peer sees the close alone.
  (void)send(socket.native_handle(), line.data(), line.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

}  // namespace

Server::Server(asio::any_io_executor main, UnixListener listener, api::Services services,
               const api::Table& table, model::Access access, ServerOptions options)
    : main_(main),
      listener_(std::move(listener)),
      acceptor_(main, asio::local::stream_protocol(), listener_.socket.get()),
      sweep_timer_(main),
      context_{.services = services, .table = table, .options = options},
      access_(std::move(access)),
      task_ended_(main) {
  listener_.socket.release();  // the acceptor closes it
}

void Server::start() {
  begin(accept_peers());
  begin(sweep());
}

Task<> Server::stop() {
  stopping_ = true;
  remove_path(listener_);
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  co_await let_calls_end();
  sweep_timer_.cancel();
  for (Connection* connection : connections_) connection->close();
  while (tasks_ > 0) co_await task_ended_.wait();
}

Task<> Server::let_calls_end() {
  const Steady until = std::chrono::steady_clock::now() + context_.options.goodbye;
  asio::steady_timer pause(main_);
  while (!connections_.empty() && std::chrono::steady_clock::now() < until) {
    for (Connection* connection : connections_)
      if (connection->is_quiet()) connection->close();
    boost::system::error_code ignored;
    pause.expires_after(look_again);
    co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
}

void Server::begin(Task<> task) {
  ++tasks_;
  auto ended = [this](std::exception_ptr error) {
    if (error) report_escaped_exception("rpc.server", error);
    --tasks_;
    task_ended_.notify();
  };
  asio::co_spawn(main_, std::move(task), std::move(ended));
}

Task<> Server::accept_peers() {
  while (!stopping_) {
    boost::system::error_code error;
    Socket socket(main_);
    co_await acceptor_.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
    if (!error) {  // also while stopping: it was accepted, and waits for an answer
      admit(std::move(socket));
      continue;
    }
    if (stopping_) break;
    log::warning("rpc.accept", "cannot accept a connection: {}", error.message());
    asio::steady_timer pause(main_, pause_after_failed_accept);
    co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
  }
}

// One look at all connections' times a second, instead of several timers for each.
Task<> Server::sweep() {
  while (!stopping_) {
    boost::system::error_code ignored;
    // Nothing to look at is no reason to wake up: the first connection cancels the endless wait.
    if (connections_.empty())
      sweep_timer_.expires_at(Steady::max());
    else
      sweep_timer_.expires_after(context_.options.sweep_every);
    co_await sweep_timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    const Steady now = std::chrono::steady_clock::now();
    for (Connection* connection : connections_) connection->sweep(now);
  }
}

void Server::admit(Socket socket) {
  auto peer = peer_of(socket.native_handle());
  if (!peer) {
    ++context_.metrics.refused_no_credentials;
    return send_last_words(socket, peer.error());
  }
  const model::Role role = role_of(*peer, access_);
  if (auto room = check_room(*peer, role); !room) {
    log::warning("rpc.refused", "uid {} pid {}: {}", peer->uid, peer->pid, room.error().message);
    return send_last_words(socket, room.error());
  }
  ++context_.metrics.connections_accepted;
  ++connections_by_uid_[peer->uid];
  begin(serve(std::move(socket), std::move(*peer), role));
}

// Peers without a say leave room for those who can mend what is wrong.
Result<> Server::check_room(const Peer& peer, model::Role role) {
  const ServerOptions& options = context_.options;
  std::size_t open = 0;
  for (const auto& [uid, count] : connections_by_uid_) open += count;
  const std::size_t room =
      options.max_connections - (role >= model::Role::operator_ ? 0 : options.reserved_connections);
  const auto own = connections_by_uid_.find(peer.uid);
  if (open >= room) {
    ++context_.metrics.refused_total;
    return refuse(Code::overloaded, fmt::format("{} connections are open, and no more are allowed", open),
                  "try again later", {{"limit", room}, {"per", "daemon"}});
  }
  if (own != connections_by_uid_.end() && own->second >= options.max_connections_per_uid) {
    ++context_.metrics.refused_per_uid;
    return refuse(Code::overloaded,
                  fmt::format("uid {} has {} connections, and no more are allowed", peer.uid, own->second),
                  "close one of them", {{"limit", options.max_connections_per_uid}, {"per", "uid"}});
  }
  return {};
}

Task<> Server::serve(Socket socket, Peer peer, model::Role role) {
  api::Caller caller{.actor = {.uid = peer.uid, .pid = peer.pid, .name = name_of(peer.uid)},
                     .role = role,
                     .speaks_for_others = peer.uid == access_.adapter_uid};
  Connection connection(context_, std::move(socket), std::move(caller), peer.uid);
  const auto here = connections_.insert(connections_.end(), &connection);
  if (connections_.size() == 1) sweep_timer_.cancel();
  co_await connection.serve();
  connections_.erase(here);
  if (--connections_by_uid_[peer.uid] == 0) connections_by_uid_.erase(peer.uid);
}

const std::string& Server::name_of(std::uint32_t uid) {
  const auto known = names_.find(uid);
  return known != names_.end() ? known->second : names_.emplace(uid, login_name(uid)).first->second;
}

}  // namespace trawl::rpc
