#include "rpc/connection.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <boost/asio/redirect_error.hpp>
#include <cerrno>

#include "base/log.hpp"
#include "rpc/json_writer.hpp"

namespace trawl::rpc {
namespace {

// Both directions are closed, as opposed to a peer that has said all and still listens.
bool hung_up(int socket) {
  pollfd watched{socket, 0, 0};
  return poll(&watched, 1, 0) > 0 && (watched.revents & (POLLHUP | POLLERR)) != 0;
}

bool has_unread_bytes(int socket) {
  int count = 0;
  return ioctl(socket, FIONREAD, &count) == 0 && count > 0;
}

}  // namespace

Connection::Connection(Context& context, Socket socket, api::Caller caller, std::uint32_t uid)
    : context_(context),
      socket_(std::move(socket)),
      caller_(std::move(caller)),
      uid_(uid),
      lines_(context.options.max_line_bytes),
      outbox_(socket_, context.metrics),
      changed_(socket_.get_executor()),
      active_at_(std::chrono::steady_clock::now()) {
  ++context_.metrics.connections_open;
}

Connection::~Connection() {
  --context_.metrics.connections_open;
}

Task<> Connection::serve() {
  begin_task("rpc.send", outbox_.run());
  co_await read_lines();
  if (!closing_) co_await finish();
  close();
  while (tasks_ > 0) co_await changed_.wait();
}

void Connection::begin_task(std::string_view name, Task<> task) {
  ++tasks_;
  auto ended = [this, name](std::exception_ptr error) {
    if (error) report_escaped_exception(name, error);
    --tasks_;
    changed_.notify();
  };
  asio::co_spawn(socket_.get_executor(), std::move(task), std::move(ended));
}

bool Connection::may_read_on() const {
  return pending_.size() < context_.options.max_in_flight &&
         outbox_.unsent() <= context_.options.max_unsent_bytes;
}

// Lines are taken one by one, so that a peer that sends many at once is held to the same limits.
Task<> Connection::read_lines() {
  while (reading_ && !closing_) {
    const bool all_taken = take_lines();
    outbox_.flush();
    if (!reading_ || closing_) break;
    if (!all_taken) {
      co_await wait_for_room();
      continue;
    }
    line_begun_ =
        lines_.unfinished() == 0 ? Steady::max() : std::min(line_begun_, std::chrono::steady_clock::now());
    boost::system::error_code error;
    co_await socket_.async_wait(Socket::wait_read, asio::redirect_error(asio::use_awaitable, error));
    if (error || closing_ || !receive()) break;
  }
  reading_ = false;
  line_begun_ = Steady::max();
}

// False when a limit stopped it before the last complete line.
bool Connection::take_lines() {
  while (reading_) {
    if (!may_read_on()) return false;
    const auto line = lines_.next();
    if (!line) break;
    take(*line);
  }
  if (lines_.too_large()) {
    ++context_.metrics.lines_too_large;
    const auto limit = context_.options.max_line_bytes;
    refuse_and_end({Code::frame_too_large,
                    fmt::format("a line exceeds {} bytes", limit),
                    "send one message a line; fetch long lists in pages",
                    {{"limit_bytes", limit}}});
  }
  return true;
}

Task<> Connection::wait_for_room() {
  if (may_read_on()) co_return;  // the flush made room
  ++context_.metrics.reading_paused;
  if (pending_.size() >= context_.options.max_in_flight)
    co_await changed_.wait();
  else
    co_await outbox_.wait_until_at_most(context_.options.max_unsent_bytes);
  if (outbox_.broken()) close();
}

// False when the peer will send no more. One read per turn of the loop keeps a busy peer from holding up
// the others.
bool Connection::receive() {
  const ssize_t size =
      recv(socket_.native_handle(), context_.scratch.data(), context_.scratch.size(), MSG_DONTWAIT);
  if (size < 0) return errno == EAGAIN || errno == EINTR;
  if (size == 0) return false;
  spoken_ = true;
  context_.metrics.bytes_in += static_cast<std::uint64_t>(size);
  active_at_ = std::chrono::steady_clock::now();
  const std::string_view bytes(context_.scratch.data(), static_cast<std::size_t>(size));
  if (bytes.contains('\n')) line_begun_ = Steady::max();
  lines_.append(bytes);
  return true;
}

// The peer has sent everything but may still listen, like `echo ... | nc -N -U`: it gets its answers.
Task<> Connection::finish() {
  if (hung_up(socket_.native_handle())) co_return;
  while (!closing_ && !outbox_.broken() && (!pending_.empty() || !streams_.empty())) co_await changed_.wait();
  co_await outbox_.wait_until_at_most(0);
}

void Connection::refuse_and_end(Error error) {
  ++context_.metrics.errors;
  append_reply(outbox_.text(), nullptr, std::unexpected(std::move(error)));
  outbox_.flush();
  reading_ = false;
  for (Stream& stream : streams_) stream.closed = true;
  context_.services.news.signal().notify();
}

void Connection::close() {
  if (closing_) return;
  closing_ = true;
  for (Pending& pending : pending_)
    if (!pending.changes) cancel(pending, Code::cancelled);
  for (Stream& stream : streams_) stream.closed = true;
  context_.services.news.signal().notify();
  outbox_.close();
  boost::system::error_code ignored;
  socket_.shutdown(Socket::shutdown_both, ignored);
  socket_.cancel(ignored);
  changed_.notify();
}

bool Connection::is_quiet() {
  return spoken_ && pending_.empty() && lines_.unfinished() == 0 && outbox_.unsent() == 0 &&
         !has_unread_bytes(socket_.native_handle());
}

void Connection::sweep(Steady now) {
  if (closing_) return;
  const ServerOptions& options = context_.options;
  // Whoever is not being read from is not seen to leave.
  if ((!reading_ || !may_read_on()) && hung_up(socket_.native_handle())) return close();
  for (Pending& pending : pending_)
    if (now >= pending.deadline) {
      pending.deadline = Steady::max();
      ++context_.metrics.calls_timed_out;
      cancel(pending, Code::timeout);
    }
  if (outbox_.unsent() > 0 && now - outbox_.progress() >= options.stall_timeout) {
    ++context_.metrics.closed_stalled;
    log::warning("rpc.stalled", "uid {} pid {} has not read for {}; connection closed", uid_,
                 caller_.actor.pid.value_or(0), format_duration(options.stall_timeout));
    return close();
  }
  if (line_begun_ != Steady::max() && now - line_begun_ >= options.line_timeout) {
    ++context_.metrics.closed_line_timeout;
    refuse_and_end({Code::timeout,
                    fmt::format("no end of line within {}", format_duration(options.line_timeout)),
                    "end each message with a line feed"});
    return close();
  }
  if (pending_.empty() && streams_.empty() && now - active_at_ >= options.idle_timeout) {
    ++context_.metrics.closed_idle;
    close();
  }
}

json::object Connection::limits() const {
  const ServerOptions& options = context_.options;
  return {{"max_request_bytes", options.max_line_bytes},
          {"max_depth", options.max_depth},
          {"max_batch", options.max_batch},
          {"max_id_bytes", options.max_id_bytes},
          {"max_in_flight", options.max_in_flight},
          {"max_streams", options.max_streams},
          {"heartbeat_ms", options.heartbeat.count()},
          {"idle_timeout_ms", options.idle_timeout.count()}};
}

json::object Connection::metrics() const {
  return context_.metrics.to_json();
}

}  // namespace trawl::rpc
