#include "worker/log_tail.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/redirect_error.hpp>

#include "base/text.hpp"

namespace trawl::worker {
namespace {

// Fit for a person's terminal and for JSON: lines and tabs stay, other controls and stray bytes do not.
std::string presentable(std::string text) {
  while (!text.empty() && (static_cast<unsigned char>(text.front()) & 0xC0) == 0x80) text.erase(0, 1);
  const bool utf8 = is_valid_utf8(text);
  std::ranges::replace_if(
      text,
      [utf8](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F || (byte >= 0x80 && !utf8);
      },
      '?');
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

}  // namespace

std::shared_ptr<LogTail> LogTail::follow(asio::any_io_executor executor, UniqueFd pipe) {
  auto tail = std::make_shared<LogTail>(executor, std::move(pipe));
  spawn(executor, "worker.log", read(tail));
  return tail;
}

LogTail::LogTail(asio::any_io_executor executor, UniqueFd pipe) : pipe_(std::move(executor), pipe.release()) {
  pipe_.native_non_blocking(true);
}

void LogTail::stop() {
  boost::system::error_code ignored;
  pipe_.close(ignored);
}

Task<> LogTail::read(std::shared_ptr<LogTail> self) {
  std::array<char, 16384> chunk;
  boost::system::error_code fault;
  for (;;) {
    const std::size_t count = co_await self->pipe_.async_read_some(
        asio::buffer(chunk), asio::redirect_error(asio::use_awaitable, fault));
    if (fault) co_return;
    self->keep({chunk.data(), count});
  }
}

void LogTail::keep(std::string_view text) {
  kept_.append(text);
  if (kept_.size() > max_kept) kept_.erase(0, kept_.size() - max_kept);
}

std::string LogTail::last_words() {
  std::array<char, 16384> chunk;
  while (pipe_.is_open()) {
    const ssize_t count = ::read(pipe_.native_handle(), chunk.data(), chunk.size());
    if (count <= 0) break;
    keep({chunk.data(), static_cast<std::size_t>(count)});
  }
  return presentable(kept_);
}

}  // namespace trawl::worker
