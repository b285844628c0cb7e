// A connection's requests: from a line to an answer.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <random>

#include "base/json_reader.hpp"
#include "base/log.hpp"
#include "rpc/connection.hpp"
#include "rpc/json_writer.hpp"
#include "rpc/speaker.hpp"

namespace trawl::rpc {
namespace {

// Someone points a browser, curl or a language server at us.
bool looks_like_http(std::string_view line) {
  constexpr std::array<std::string_view, 10> beginnings{
      "GET ",     "POST ",  "PUT ",     "HEAD ",           "DELETE ",
      "OPTIONS ", "PATCH ", "CONNECT ", "Content-Length:", "Host:"};
  return std::ranges::any_of(beginnings, [&](std::string_view word) { return line.starts_with(word); });
}

Error not_http() {
  return {Code::parse_error, "this socket speaks JSON-RPC 2.0, one message a line, not HTTP",
          "trawl-httpd speaks HTTP; see http.unix and http.listen in trawl.yaml"};
}

// What the peer is told of a failure that is ours: where to find it in the log, and nothing else.
Error crashed(std::string_view method, std::string_view what) {
  const std::string incident = fmt::format("{:08x}", std::random_device{}());
  log::error("rpc.crashed", "incident {}: {} threw: {}", incident, method, what);
  return {Code::internal_error,
          fmt::format("{} failed unexpectedly", method),
          fmt::format("the daemon's log has incident {}", incident),
          {{"incident", incident}}};
}

Error gave_up(Code why, std::string_view method) {
  if (why == Code::timeout)
    return {why, fmt::format("{} took too long", method), "ask for less, or try again later"};
  return {why, fmt::format("{} was cancelled", method)};
}

bool answers_at_once(const api::Method& method) {
  return method.handler.index() == 0;
}

}  // namespace

void Connection::take(std::string_view line) {
  auto message = read_json(line, context_.options.max_depth);
  if (!message) {
    ++context_.metrics.lines_not_json;
    if (looks_like_http(line)) return refuse_and_end(not_http());
    return answer(json::value(nullptr), std::unexpected(message.error()), {});
  }
  json::array* batch = message->if_array();
  if (!batch) return take_request(std::move(*message));
  const std::size_t limit = context_.options.max_batch;
  if (batch->empty() || batch->size() > limit) {
    context_.metrics.batches_too_large += batch->empty() ? 0 : 1;
    return answer(json::value(nullptr),
                  refuse(Code::invalid_request,
                         fmt::format("a batch has 1 to {} requests, not {}", limit, batch->size()), {},
                         {{"limit", limit}}),
                  {});
  }
  ++context_.metrics.batches;
  const auto pending = pending_.emplace(pending_.end());
  pending->changes = true;  // until one of its requests says otherwise
  begin_call(pending, answer_batch(*pending, std::move(*batch)));
}

// Everything that can be wrong with a request is found here, before anything happens.
std::expected<Connection::Accepted, Refused> Connection::accept(json::value message) {
  auto request = parse_request(std::move(message), context_.options.max_id_bytes);
  if (!request) return std::unexpected(std::move(request.error()));
  ++(request->id ? context_.metrics.requests : context_.metrics.notifications);
  const auto wrong = [&](const Error& error) { return std::unexpected(Refused{request->id, error}); };
  std::optional<api::Caller> other;
  if (request->on_behalf_of) {
    auto caller = speak_for(*request->on_behalf_of, caller_);
    if (!caller) return wrong(caller.error());
    other = std::move(*caller);
  }
  const auto method = context_.table.admit(request->method, other ? *other : caller_);
  if (!method) return wrong(method.error());
  auto params =
      api::check_params((*method)->name, (*method)->params, request->params ? &*request->params : nullptr);
  if (!params) return wrong(params.error());
  return Accepted{std::move(request->id), *method, std::move(*params), std::move(other)};
}

void Connection::take_request(json::value message) {
  auto accepted = accept(std::move(message));
  if (!accepted) return answer(accepted.error().id, std::unexpected(accepted.error().error), {});
  if (!answers_at_once(*accepted->method)) return launch(std::move(*accepted));
  api::Call call{*accepted->method,         context_.table,    std::move(accepted->params),
                 accepted->caller(caller_), context_.services, *this};
  api::Answer result;
  try {
    result = std::get<0>(accepted->method->handler)(call);
  } catch (const std::exception& error) {
    ++context_.metrics.calls_crashed;
    result = std::unexpected(crashed(accepted->method->name, error.what()));
  }
  answer(accepted->id, result, std::exchange(opening_, {}));
}

// Sends the answer, and begins the streams that it announces. Without an id nobody could read either.
void Connection::answer(const std::optional<json::value>& id, const api::Answer& result, Streams opened) {
  context_.metrics.errors += result ? 0 : 1;
  if (!id || !result) drop(opened);
  if (!id) return;
  ++context_.metrics.replies;
  append_reply(outbox_.text(), *id, result);
  start(std::move(opened));
}

void Connection::launch(Accepted accepted) {
  const auto pending = pending_.emplace(pending_.end());
  pending->id = accepted.id;
  pending->changes = accepted.method->changes;
  if (!pending->changes) pending->deadline = std::chrono::steady_clock::now() + accepted.method->time_limit;
  begin_call(pending, call_and_answer(*pending, std::move(accepted)));
}

void Connection::begin_call(std::list<Pending>::iterator pending, Task<> task) {
  ++tasks_;
  auto ended = [this, pending](std::exception_ptr error) {
    if (error) report_escaped_exception("rpc.call", error);
    pending_.erase(pending);
    active_at_ = std::chrono::steady_clock::now();
    outbox_.flush();
    --tasks_;
    changed_.notify();
  };
  asio::co_spawn(socket_.get_executor(), std::move(task),
                 asio::bind_cancellation_slot(pending->cancellation.slot(), std::move(ended)));
}

Task<> Connection::call_and_answer(Pending& pending, Accepted accepted) {
  const api::Answer result = co_await call(pending, accepted);
  answer(accepted.id, result, std::exchange(opening_, {}));
}

// One after the other, in one slot: a batch is no way around the limit of requests in flight.
Task<> Connection::answer_batch(Pending& pending, json::array messages) {
  std::string text;
  Streams opened;
  for (json::value& message : messages) {
    auto accepted = accept(std::move(message));
    std::optional<json::value> id;
    api::Answer result;
    if (!accepted) {
      id = accepted.error().id;
      result = std::unexpected(accepted.error().error);
    } else {
      id = accepted->id;
      result = co_await call(pending, *accepted);
      co_await asio::this_coro::reset_cancellation_state(asio::enable_terminal_cancellation());
      pending.given_up.reset();
    }
    Streams begun = std::exchange(opening_, {});
    context_.metrics.errors += result ? 0 : 1;
    if (!id || !result) drop(begun);
    if (!id) continue;
    ++context_.metrics.replies;
    opened.splice(opened.end(), begun);
    text += text.empty() ? '[' : ',';
    append_reply_body(text, *id, result);
  }
  if (!text.empty()) outbox_.text() += text + "]\n";
  start(std::move(opened));
}

// Never throws. A call that only looks ends early when it is cancelled or out of time, whatever its
// handler makes of that.
Task<api::Answer> Connection::call(Pending& pending, Accepted& accepted) {
  const api::Method& method = *accepted.method;
  pending.id = accepted.id;
  pending.changes = method.changes;
  pending.deadline = method.changes ? Steady::max() : std::chrono::steady_clock::now() + method.time_limit;
  api::Call call{
      method, context_.table, std::move(accepted.params), accepted.caller(caller_), context_.services, *this};
  api::Answer result;
  try {
    if (answers_at_once(method))
      result = std::get<0>(method.handler)(call);
    else
      result = co_await std::get<1>(method.handler)(call);
  } catch (const std::exception& error) {
    if (!pending.given_up) {
      ++context_.metrics.calls_crashed;
      result = std::unexpected(crashed(method.name, error.what()));
    }
  }
  if (pending.given_up) result = std::unexpected(gave_up(*pending.given_up, method.name));
  co_return result;
}

void Connection::cancel(Pending& pending, Code why) {
  pending.given_up = why;
  pending.cancellation.emit(asio::cancellation_type::terminal);
}

bool Connection::cancel(const json::value& request_id) {
  const auto found = std::ranges::find_if(
      pending_, [&](const Pending& pending) { return pending.id == request_id && !pending.changes; });
  if (found == pending_.end()) return false;
  ++context_.metrics.calls_cancelled;
  cancel(*found, Code::cancelled);
  return true;
}

}  // namespace trawl::rpc
