#include "trawlctl/session.hpp"

#include <poll.h>

#include <cstdlib>

#include "base/random.hpp"
#include "client/socket.hpp"
#include "trawlctl/fields.hpp"
#include "trawlctl/run_name.hpp"

namespace trawl::ctl {
namespace {

// After these the connection has bytes of an unknown conversation, or is closed.
bool ends_connection(Code code) {
  return code == Code::daemon_unreachable || code == Code::protocol_error || code == Code::timeout ||
         code == Code::cancelled || code == Code::frame_too_large || code == Code::too_many_connections;
}

// Too many clients at this moment: nothing was done, and waiting a little is polite and helps.
constexpr Millis first_pause{50}, longest_pause{1'600};
bool refused_connection(const Result<json::value>& answer) {
  return !answer && answer.error().code == Code::too_many_connections;
}

}  // namespace

std::string Session::socket() const {
  if (line_.has("--socket")) return line_.value("--socket");
  const char* socket = std::getenv("TRAWL_SOCKET");
  return socket && *socket ? socket : client::default_socket;
}

Result<> Session::connect() {
  if (connection_) return {};
  auto opened = client::Connection::open(socket());
  if (!opened) return std::unexpected(opened.error());
  connection_ = std::move(*opened);
  connection_->interrupt_by(interrupt_);
  return {};
}

Result<json::value> Session::call_once(std::string_view method, const json::object& params, Millis timeout) {
  if (auto connected = connect(); !connected) return std::unexpected(connected.error());
  auto answer = connection_->call(method, params, timeout);
  if (!answer && ends_connection(answer.error().code)) connection_.reset();
  return answer;
}

Result<json::value> Session::call(std::string_view method, const json::object& params, Millis timeout) {
  auto answer = call_once(method, params, timeout);
  for (Millis pause = first_pause; refused_connection(answer) && pause <= longest_pause; pause *= 2) {
    poll(nullptr, 0, static_cast<int>(pause.count()));
    answer = call_once(method, params, timeout);
  }
  // The daemon may have made the change before the connection broke: with the same key it is not made twice.
  const bool broke = !answer && answer.error().code == Code::daemon_unreachable;
  if (broke && params.contains("idempotency_key")) return call_once(method, params, timeout);
  return answer;
}

Result<int> Session::show(const json::object& params, const Shape& shape,
                          std::string (*draw)(const json::value&, const Printer&)) {
  const auto timeout = line_.duration("--timeout", client::default_timeout);
  if (!timeout) return std::unexpected(timeout.error());
  const auto answer = call(method(), params, *timeout);
  if (!answer) return std::unexpected(answer.error());
  printer_.result(method(), *answer, shape, [&] { return draw(*answer, printer_); });
  return 0;
}

json::object Session::once(json::object params) {
  if (key_.empty()) key_ = line_.value("--idempotency-key", random_hex(16));
  params["idempotency_key"] = key_;
  return params;
}

Result<std::int64_t> Session::resolve_run(std::string_view text) {
  const auto run = parse_run(text);
  if (!run) return std::unexpected(run.error());
  if (run->is_int64()) return run->get_int64();
  const auto found = call("runs.get", {{"run_id", *run}, {"include", json::array{}}});
  if (!found) return std::unexpected(found.error());
  return run_id_of(*found);
}

Result<client::Watch> Session::watch(std::string method, json::object params) {
  return client::Watch::open({.socket = socket(),
                              .method = std::move(method),
                              .params = std::move(params),
                              .interrupt = interrupt_});
}

}  // namespace trawl::ctl
