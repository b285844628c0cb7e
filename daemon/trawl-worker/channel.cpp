#include "trawl-worker/channel.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstdio>
#include <string_view>

#include "wire/codec.hpp"

namespace trawl::worker {
namespace {

[[noreturn]] void give_up(const char* why) {
  std::fprintf(stderr, "trawl-worker: %s\n", why);
  ::_exit(1);
}

bool would_block() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

}  // namespace

void Channel::queue(const wire::ToDaemon& message) {
  unsent_ += wire::encode(message);
}

void Channel::send(const wire::ToDaemon& message) {
  queue(message);
  flush();
}

void Channel::flush() {
  std::string_view rest = unsent_;
  while (!rest.empty()) {
    const ssize_t sent = ::send(fd_, rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(sent));
    } else if (!would_block()) {
      give_up("the daemon has closed the channel");
    } else if (wait_for(POLLIN | POLLOUT, -1) & POLLIN) {
      read_what_is_there();
    }
  }
  unsent_.clear();
}

std::optional<wire::ToWorker> Channel::receive(std::int64_t timeout_ms) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  for (;;) {
    const auto frame = incoming_.next();
    if (!frame) give_up(frame.error().c_str());
    if (*frame) {
      auto message = wire::decode_to_worker(**frame);
      if (!message) give_up(message.error().c_str());
      return std::move(*message);
    }
    std::int64_t left = timeout_ms;
    if (timeout_ms > 0) {
      const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count();
      left = std::max<std::int64_t>(0, timeout_ms - spent);
    }
    if (wait_for(POLLIN, left) == 0) {
      if (left == 0) return std::nullopt;
      continue;
    }
    read_what_is_there();
  }
}

// The events that are there; 0 after the timeout or a signal.
short Channel::wait_for(short events, std::int64_t timeout_ms) {
  pollfd poll{fd_, events, 0};
  const int timeout = static_cast<int>(std::clamp<std::int64_t>(timeout_ms, -1, INT_MAX));
  return ::poll(&poll, 1, timeout) > 0 ? poll.revents : 0;
}

void Channel::read_what_is_there() {
  const auto room = incoming_.room();
  const ssize_t count = ::recv(fd_, room.data(), room.size(), MSG_DONTWAIT);
  if (count > 0) incoming_.filled(static_cast<std::size_t>(count));
  if (count == 0) give_up("the daemon has closed the channel");
  if (count < 0 && !would_block()) give_up("the channel to the daemon is broken");
}

}  // namespace trawl::worker
