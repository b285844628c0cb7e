#include "trawl-httpd/connection.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/redirect_error.hpp>
#include <cerrno>
#include <ctime>
#include <vector>

#include "base/log.hpp"
#include "trawl-httpd/problem.hpp"
#include "trawl-httpd/status_words.hpp"

namespace trawl::httpd {
namespace {

constexpr std::size_t max_early_bytes = 16 << 10;  // of a next request, while a stream is being told
constexpr std::size_t max_taken_bytes = 4 << 20;    // of what a refused peer still sends
constexpr std::string_view api_policy = "default-src 'none'; frame-ancestors 'none'";

std::string http_date() {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(std::time(nullptr)));
}

bool has_field(const Response& response, std::string_view name) {
  return std::ranges::find(response.fields, name, &Field::name) != response.fields.end();
}

std::string_view body_of(const Response& response) {
  return response.fixed_body.empty() ? std::string_view(response.body) : response.fixed_body;
}

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::string chunk(std::string_view piece) { return fmt::format("{:x}\r\n{}\r\n", piece.size(), piece); }

}  // namespace

Connection::Connection(ServerContext& context, Socket socket, Visit visit)
    : context_(context),
      socket_(std::move(socket)),
      visit_(std::move(visit)),
      reader_(context.options),
      watch_ended_(socket_.get_executor()) {}

Task<> Connection::serve() {
  while (!ending_ && keep_alive_) {
    auto message = co_await next_message();
    if (!message) break;
    co_await answer(std::move(*message));
  }
  wait_for(Wait::nothing);
  while (watching_) {
    abort();
    co_await watch_ended_.wait();
  }
  boost::system::error_code ignored;
  socket_.shutdown(Socket::shutdown_both, ignored);
}

void Connection::wait_for(Wait what) {
  const ServerOptions& options = context_.options;
  const Steady now = std::chrono::steady_clock::now();
  waiting_ = what;
  switch (what) {
    case Wait::nothing:
      deadline_ = Steady::max();
      break;
    case Wait::request:
      deadline_ = now + options.idle_timeout;
      break;
    case Wait::head:
      deadline_ = now + options.head_timeout;
      break;
    case Wait::body:
      deadline_ = now + options.body_timeout;
      break;
    case Wait::reader:
      deadline_ = now + options.stall_timeout;
      break;
    case Wait::goodbye:
      deadline_ = now + options.goodbye;
      break;
  }
}

void Connection::sweep(Steady now) {
  if (now < deadline_) return;
  expired_ = true;
  deadline_ = Steady::max();
  if (waiting_ == Wait::reader) ++context_.metrics.stalled;
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

void Connection::finish() {
  ending_ = true;
  if (stream_) stream_->stop();
  if (waiting_ != Wait::request) return;
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

void Connection::abort() {
  ending_ = true;
  if (stream_) stream_->stop();
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

// Nothing: the connection is over, and the peer has been told why if there was something to tell.
Task<std::optional<Message>> Connection::next_message() {
  wait_for(reader_.empty() ? Wait::request : Wait::head);
  while (true) {
    auto message = reader_.take();
    if (!message) {
      ++context_.metrics.refused_by_gate;
      co_await refuse_and_end(std::move(message.error()));
      co_return std::nullopt;
    }
    if (*message) co_return std::move(*message);
    if (reader_.wants_sign() && !co_await send("HTTP/1.1 100 Continue\r\n\r\n")) co_return std::nullopt;
    if (waiting_ == Wait::request && !reader_.empty()) wait_for(Wait::head);
    if (waiting_ != Wait::body && reader_.in_body()) wait_for(Wait::body);
    if (co_await receive()) continue;
    if (expired_ && waiting_ != Wait::request) {
      ++context_.metrics.timed_out;
      co_await refuse_and_end({Code::request_timeout, "the request did not come to its end in time"});
    }
    co_return std::nullopt;
  }
}

// False at the end of the peer's bytes, and when the time is up.
Task<bool> Connection::receive() {
  std::array<char, 16 << 10> bytes;
  while (!expired_) {
    const ssize_t size = ::recv(socket_.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (size > 0) {
      context_.metrics.bytes_in += static_cast<std::uint64_t>(size);
      reader_.append({bytes.data(), static_cast<std::size_t>(size)});
      co_return true;
    }
    if (size == 0 || (errno != EAGAIN && errno != EINTR)) co_return false;
    if (ending_ && waiting_ == Wait::request) co_return false;
    boost::system::error_code fault;
    co_await socket_.async_wait(Socket::wait_read, asio::redirect_error(asio::use_awaitable, fault));
    if (fault) co_return false;
  }
  co_return false;
}

// False when the peer has gone or does not read.
Task<bool> Connection::send(std::string_view bytes) {
  const Wait before = waiting_;
  expired_ = false;
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) {
      context_.metrics.bytes_out += static_cast<std::uint64_t>(sent);
      bytes.remove_prefix(static_cast<std::size_t>(sent));
      continue;
    }
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno != EAGAIN) co_return false;
    wait_for(Wait::reader);
    boost::system::error_code fault;
    co_await socket_.async_wait(Socket::wait_write, asio::redirect_error(asio::use_awaitable, fault));
    if (fault || expired_) co_return false;
  }
  if (waiting_ == Wait::reader) wait_for(before);
  co_return true;
}

std::string Connection::head_of(const Response& response, const Message& message, std::string_view request_id) {
  std::string head = fmt::format("HTTP/1.1 {} {}\r\n", response.status, status_words(response.status));
  const auto add = [&head](std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
  };
  for (const Field& field : response.fields) add(field.name, field.value);
  add("date", http_date());
  if (!request_id.empty()) add("x-request-id", request_id);
  add("x-content-type-options", "nosniff");
  add("referrer-policy", "no-referrer");
  add("cross-origin-resource-policy", "same-origin");
  if (!has_field(response, "content-security-policy")) add("content-security-policy", api_policy);
  if (response.stream && !message.old_version)
    add("transfer-encoding", "chunked");
  else if (!response.stream && may_have_body(response.status))
    add("content-length", std::to_string(body_of(response).size()));
  if (!keep_alive_)
    add("connection", "close");
  else if (message.old_version)
    add("connection", "keep-alive");
  return head + "\r\n";
}

// What a visitor makes a handler throw is that visitor's 500, and nobody else's.
Task<Response> Connection::ask(Request& request) {
  try {
    co_return co_await context_.answer(request, visit_);
  } catch (const std::exception& fault) {
    ++context_.metrics.answers_crashed;
    log::error("httpd.crashed", "request {}: {} {} threw: {}", request.id, request.verb, request.path,
               fault.what());
  }
  co_return problem({Code::internal_error, "the request failed unexpectedly",
                     fmt::format("the log of trawl-httpd has request {}", request.id)},
                    request);
}

// The same for a stream, which ends then; its reader asks again.
Task<std::optional<std::string>> Connection::next_of(Stream& stream) {
  try {
    co_return co_await stream.next();
  } catch (const std::exception& fault) {
    ++context_.metrics.answers_crashed;
    log::error("httpd.crashed", "a stream threw: {}", fault.what());
  }
  co_return std::nullopt;
}

Task<> Connection::answer(Message message) {
  wait_for(Wait::nothing);
  Request& request = message.request;
  request.id = fmt::format("{:x}", ++context_.last_request);
  request.source = visit_.source;
  keep_alive_ = message.keep_alive && !ending_;
  Response response = co_await ask(request);
  ++context_.metrics.answers[static_cast<std::size_t>(response.status / 100 - 1)];
  if (response.stream && message.old_version) keep_alive_ = false;
  const bool has_body = request.verb != "HEAD" && may_have_body(response.status);
  std::string bytes = head_of(response, message, request.id);
  if (has_body && !response.stream && body_of(response).size() <= (32 << 10)) bytes += body_of(response);
  const bool whole = !has_body || response.stream || body_of(response).size() <= (32 << 10);
  if (!co_await send(bytes) || (!whole && !co_await send(body_of(response)))) {
    keep_alive_ = false;
    co_return;
  }
  if (response.stream && has_body) co_await send_stream(*response.stream, !message.old_version);
}

// The next piece is asked for when the last one has been taken, so that a reader who sleeps costs one piece.
Task<> Connection::send_stream(Stream& stream, bool chunked) {
  stream_ = &stream;
  ++context_.metrics.streams_opened;
  ++context_.metrics.streams_open;
  watching_ = true;
  spawn(socket_.get_executor(), "httpd.watch", watch_for_end(stream));
  bool well = true;
  while (well && !ending_) {
    auto piece = co_await next_of(stream);
    if (!piece) break;
    well = piece->empty() || co_await send(chunked ? chunk(*piece) : *piece);
    wait_for(Wait::nothing);
  }
  stream_ = nullptr;
  --context_.metrics.streams_open;
  if (well && chunked) well = co_await send("0\r\n\r\n");
  keep_alive_ = keep_alive_ && well && !watching_;  // a watcher that still waits owns the socket's reading side
}

// Notices that the reader of a stream has gone. Bytes of a next request are kept, within a limit.
Task<> Connection::watch_for_end(Stream& stream) {
  std::size_t kept = 0;
  while (stream_ == &stream && !ending_ && kept < max_early_bytes) {
    boost::system::error_code fault;
    co_await socket_.async_wait(Socket::wait_read, asio::redirect_error(asio::use_awaitable, fault));
    if (stream_ != &stream) break;
    std::array<char, 4096> bytes;
    const ssize_t size = fault ? 0 : ::recv(socket_.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (size < 0 && errno == EAGAIN) continue;
    if (size <= 0) {
      ending_ = true;
      stream.stop();
      break;
    }
    reader_.append({bytes.data(), static_cast<std::size_t>(size)});
    kept += static_cast<std::size_t>(size);
  }
  watching_ = false;
  watch_ended_.notify();
}

Task<> Connection::refuse_and_end(Error error) {
  keep_alive_ = false;
  expired_ = false;
  ending_ = true;
  Message nothing;
  nothing.request.id = fmt::format("{:x}", ++context_.last_request);
  const Response response = problem(error, nothing.request);
  ++context_.metrics.answers[static_cast<std::size_t>(response.status / 100 - 1)];
  if (co_await send(head_of(response, nothing, nothing.request.id) + response.body)) co_await linger();
}

// Takes for a while what the peer still sends: closing on it would make the kernel reset the connection before
// the answer is read.
Task<> Connection::linger() {
  boost::system::error_code fault;
  socket_.shutdown(Socket::shutdown_send, fault);
  wait_for(Wait::goodbye);
  expired_ = false;
  std::vector<char> rest(64 << 10);
  for (std::size_t taken = 0; !expired_ && !fault && taken < max_taken_bytes;) {
    const ssize_t size = ::recv(socket_.native_handle(), rest.data(), rest.size(), MSG_DONTWAIT);
    if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR)) break;
    if (size > 0)
      taken += static_cast<std::size_t>(size);
    else
      co_await socket_.async_wait(Socket::wait_read, asio::redirect_error(asio::use_awaitable, fault));
  }
}

}  // namespace trawl::httpd
