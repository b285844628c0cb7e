#include "client/connection.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "client/socket.hpp"

namespace trawl::client {
namespace {

std::unexpected<Error> broken(std::string_view how) {
  return refuse(Code::daemon_unreachable, fmt::format("the connection to the daemon broke: {}", how),
                "systemctl status trawl");
}

}  // namespace

Result<Connection> Connection::open(const std::string& path) {
  auto fd = connect_socket(path);
  if (!fd) return std::unexpected(fd.error());
  return Connection(std::move(*fd));
}

Result<json::value> Connection::call(std::string_view method, const json::object& params, Millis timeout) {
  const Steady deadline = std::chrono::steady_clock::now() + timeout;
  const std::int64_t id = ++last_id_;
  // A daemon that refuses the connection says why and closes: its sentence is worth more than our EPIPE.
  const auto sent = send(encode_call(id, method, params), deadline);
  while (true) {
    auto message = receive(deadline);
    if (!message) return std::unexpected(message.error());
    if (!*message)
      return refuse(Code::timeout,
                    fmt::format("the daemon did not answer {} within {}", method, format_duration(timeout)));
    if (auto* notification = std::get_if<Notification>(&**message)) {
      if (waiting_.size() == max_waiting_notifications)
        return refuse(Code::protocol_error,
                      fmt::format("more than {} notifications before the answer", waiting_.size()));
      waiting_.push_back(std::move(*notification));
    } else if (auto& reply = std::get<Reply>(**message); reply.id == id) {
      return std::move(reply.outcome);
    }
    if (!sent) return std::unexpected(sent.error());
  }
}

Result<std::optional<Notification>> Connection::next_notification(Millis timeout) {
  const Steady deadline = std::chrono::steady_clock::now() + timeout;
  while (waiting_.empty()) {
    auto message = receive(deadline);
    if (!message) return std::unexpected(message.error());
    if (!*message) return std::nullopt;
    if (auto* notification = std::get_if<Notification>(&**message))
      waiting_.push_back(std::move(*notification));
  }
  Notification first = std::move(waiting_.front());
  waiting_.pop_front();
  return first;
}

Result<> Connection::send(std::string_view bytes, Steady deadline) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN) {
      const auto ready = wait(POLLOUT, deadline);
      if (!ready) return std::unexpected(ready.error());
      if (!*ready) return refuse(Code::timeout, "the daemon does not read the request");
    } else if (errno != EINTR) {
      return broken(std::strerror(errno));
    }
  }
  return {};
}

Result<std::optional<Message>> Connection::receive(Steady deadline) {
  while (true) {
    while (auto line = lines_.take()) {
      if (line->empty()) continue;  // keep-alive
      auto message = decode(*line);
      if (!message) return std::unexpected(message.error());
      return std::move(*message);
    }
    const auto ready = wait(POLLIN, deadline);
    if (!ready) return std::unexpected(ready.error());
    if (!*ready) return std::nullopt;
    std::array<char, 65'536> bytes;
    const ssize_t count = recv(fd_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (count == 0) return broken("the daemon closed it");
    if (count < 0 && errno != EAGAIN && errno != EINTR) return broken(std::strerror(errno));
    if (count < 0) continue;
    if (auto kept = lines_.append({bytes.data(), static_cast<std::size_t>(count)}); !kept)
      return std::unexpected(kept.error());
  }
}

Result<bool> Connection::wait(short events, Steady deadline) {
  while (true) {
    const auto left = std::chrono::ceil<Millis>(deadline - std::chrono::steady_clock::now());
    std::array<pollfd, 2> watched{pollfd{fd_.get(), events, 0}, pollfd{interrupt_, POLLIN, 0}};
    const int ready =
        poll(watched.data(), watched.size(), static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    if (ready < 0 && errno != EINTR) return broken(std::strerror(errno));
    if (ready > 0 && watched[1].revents) return refuse(Code::cancelled, "interrupted");
    if (ready > 0) return true;
    if (ready == 0) return false;
  }
}

}  // namespace trawl::client
