#include "rpc/outbox.hpp"

#include <sys/socket.h>

#include <boost/asio/redirect_error.hpp>
#include <cerrno>

namespace trawl::rpc {
namespace {

constexpr std::size_t compact_from = 64 << 10;

}  // namespace

Outbox::Outbox(Socket& socket, Metrics& metrics)
    : socket_(socket),
      metrics_(metrics),
      progress_(std::chrono::steady_clock::now()),
      left_(socket.get_executor()),
      freed_(socket.get_executor()) {}

void Outbox::flush() {
  const bool was_full = std::exchange(full_, false);
  while (!broken_ && !full_ && unsent() > 0) {
    const ssize_t taken =
        send(socket_.native_handle(), text_.data() + sent_, unsent(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (taken > 0) {
      sent_ += static_cast<std::size_t>(taken);
      metrics_.bytes_out += static_cast<std::uint64_t>(taken);
      progress_ = std::chrono::steady_clock::now();
    } else if (taken < 0 && errno == EINTR) {
      continue;
    } else if (taken < 0 && errno != EAGAIN) {
      broken_ = true;
    } else {
      full_ = true;
      if (!was_full) progress_ = std::chrono::steady_clock::now();
    }
  }
  if (unsent() == 0) {
    text_.clear();
    sent_ = 0;
    if (text_.capacity() > compact_from) text_.shrink_to_fit();
  } else if (sent_ >= compact_from) {
    text_.erase(0, sent_);
    sent_ = 0;
  }
  if (full_ || broken_) left_.notify();
  freed_.notify();
}

Task<> Outbox::run() {
  while (!broken_) {
    if (unsent() == 0) {
      co_await left_.wait();
      continue;
    }
    boost::system::error_code error;
    co_await socket_.async_wait(Socket::wait_write, asio::redirect_error(asio::use_awaitable, error));
    if (error) close();
    flush();
  }
}

void Outbox::close() {
  broken_ = true;
  text_.clear();
  sent_ = 0;
  left_.notify();
  freed_.notify();
}

Task<> Outbox::wait_until_at_most(std::size_t bytes) {
  while (!broken_ && unsent() > bytes) co_await freed_.wait();
}

}  // namespace trawl::rpc
