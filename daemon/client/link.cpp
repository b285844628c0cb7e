#include "client/link.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/json/serialize.hpp>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "client/socket.hpp"

namespace trawl::client {
namespace {

std::string encode(std::int64_t id, std::string_view method, const json::object& params,
                   const std::optional<OnBehalfOf>& who) {
  json::object call{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}};
  if (who) {
    json::object person{{"name", who->name}, {"role", who->role}, {"transport", who->transport}};
    if (who->uid) person["uid"] = *who->uid;
    call["on_behalf_of"] = std::move(person);
  }
  return json::serialize(call) + "\n";
}

// The daemon writes replies in this one form, so that a result passes through without being read:
// {"jsonrpc":"2.0","id":12,"result":...}
constexpr std::string_view before_id = R"({"jsonrpc":"2.0","id":)", before_result = R"(,"result":)";

std::optional<std::int64_t> id_of_plain_result(std::string_view line, std::size_t& result_begin) {
  if (!line.starts_with(before_id) || !line.ends_with('}')) return std::nullopt;
  std::int64_t id = 0;
  const char* end = line.data() + line.size();
  const auto [after, fault] = std::from_chars(line.data() + before_id.size(), end, id);
  const std::string_view rest(after, static_cast<std::size_t>(end - after));
  if (fault != std::errc{} || !rest.starts_with(before_result)) return std::nullopt;
  result_begin = line.size() - rest.size() + before_result.size();
  return id;
}

Error broken(std::string message) {
  return {Code::daemon_unreachable, std::move(message),
          "systemctl status trawl; a repeated change with the same idempotency key happens once"};
}

}  // namespace

Link::Link(asio::any_io_executor executor, Options options, Events events)
    : executor_(executor), options_(std::move(options)), events_(std::move(events)), stop_(executor) {}

Task<> Link::run() {
  Millis pause = options_.first_pause;
  while (!stopped_) {
    auto opened = connect_socket(options_.socket);
    if (opened) {
      socket_.emplace(executor_, opened->release());
      socket_->native_non_blocking(true);
      lines_ = LineBuffer();
      unsent_.clear();
      pause = options_.first_pause;
      if (events_.connected) events_.connected();
      co_await serve();
      if (events_.lost) events_.lost();
    } else {
      last_failure_ = std::move(opened.error());
    }
    if (stopped_) break;
    co_await stop_.wait(pause);
    pause = std::min(pause * 2, options_.longest_pause);
  }
}

void Link::stop() {
  stopped_ = true;
  drop(broken("the connection to the daemon was closed"));
  stop_.notify();
}

Task<> Link::serve() {
  while (socket_) {
    boost::system::error_code fault;
    co_await socket_->async_wait(asio::posix::stream_descriptor::wait_read,
                                 asio::redirect_error(asio::use_awaitable, fault));
    if (!socket_) break;
    if (auto received = receive(); !received) drop(received.error());
  }
}

// Errors: why the connection is of no more use.
Result<> Link::receive() {
  std::array<char, 64 << 10> bytes;
  const ssize_t size = ::recv(socket_->native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return {};
  if (size <= 0) return std::unexpected(broken("the daemon closed the connection"));
  if (auto kept = lines_.append({bytes.data(), static_cast<std::size_t>(size)}); !kept) return kept;
  while (auto line = lines_.take())
    if (auto taken = take(std::move(*line)); !taken) return taken;
  return {};
}

Result<> Link::take(std::string line) {
  std::size_t begin = 0;
  if (const auto id = id_of_plain_result(line, begin)) {
    line.pop_back();
    line.erase(0, begin);
    answer(*id, std::move(line));
    return {};
  }
  auto message = decode(line);
  if (!message) return std::unexpected(std::move(message.error()));
  if (const auto* notification = std::get_if<Notification>(&*message)) {
    if (events_.notified) events_.notified(*notification);
  } else if (auto& reply = std::get<Reply>(*message); reply.outcome) {
    answer(reply.id, json::serialize(*reply.outcome));
  } else {
    answer(reply.id, std::unexpected(std::move(reply.outcome.error())));
  }
  return {};
}

void Link::answer(std::int64_t id, Result<std::string> answer) {
  const auto found = waiting_.find(id);
  if (found == waiting_.end()) return;  // it gave up waiting
  found->second->answer = std::move(answer);
  found->second->timer.cancel();
}

void Link::drop(const Error& why) {
  socket_.reset();
  last_failure_ = why;
  for (auto& [id, waiting] : waiting_) answer(id, std::unexpected(why));
}

void Link::flush() {
  while (socket_ && !unsent_.empty()) {
    const ssize_t sent =
        ::send(socket_->native_handle(), unsent_.data(), unsent_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) break;  // full, or broken: the reading side notices that
    unsent_.erase(0, static_cast<std::size_t>(sent));
  }
  if (socket_ && !unsent_.empty() && !std::exchange(sending_, true))
    spawn(executor_, "client.link.send", send_unsent());
}

// Runs while the daemon takes less than it is asked.
Task<> Link::send_unsent() {
  while (socket_ && !unsent_.empty()) {
    boost::system::error_code fault;
    co_await socket_->async_wait(asio::posix::stream_descriptor::wait_write,
                                 asio::redirect_error(asio::use_awaitable, fault));
    if (fault) break;
    flush();
  }
  sending_ = false;
  flush();  // what a new connection has been given meanwhile
}

Task<Result<std::string>> Link::call(std::string_view method, const json::object& params,
                                     const std::optional<OnBehalfOf>& who, Millis timeout) {
  if (!socket_) co_return std::unexpected(last_failure_);
  if (waiting_.size() >= options_.max_waiting || unsent_.size() >= options_.max_unsent_bytes)
    co_return refuse(Code::overloaded, "too many requests wait for the daemon", "try again in a moment");
  const std::int64_t id = ++last_id_;
  Waiting waiting{asio::steady_timer(executor_, timeout), std::nullopt};
  waiting_.emplace(id, &waiting);
  unsent_ += encode(id, method, params, who ? who : options_.itself);
  flush();
  boost::system::error_code ignored;
  if (!waiting.answer) co_await waiting.timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  waiting_.erase(id);
  if (!waiting.answer) co_return refuse(Code::timeout, "the daemon did not answer in time");
  co_return std::move(*waiting.answer);
}

}  // namespace trawl::client
