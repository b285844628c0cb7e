// One visitor: requests in, answers out, one after the other. Lives in the coroutine that awaits serve(). The
// adapter's one thread.
#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <functional>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/peer.hpp"
#include "base/signal.hpp"
#include "base/task.hpp"
#include "trawl-httpd/gate.hpp"
#include "trawl-httpd/message_reader.hpp"
#include "trawl-httpd/response.hpp"
#include "trawl-httpd/server_options.hpp"

namespace trawl::httpd {

using Socket = asio::generic::stream_protocol::socket;

// How a visitor came.
struct Visit {
  const Door& door;
  std::optional<Peer> peer;  // on the Unix socket
  std::string source;        // "192.0.2.7", "uid:1000"
};

// Answers every request that is HTTP. What it throws is a bug, told as internal_error.
using Answerer = std::function<Task<Response>(Request&, const Visit&)>;

// What all connections share.
struct ServerContext {
  ServerOptions options;
  Answerer answer;
  ServerMetrics metrics = {};
  std::uint64_t last_request = 0;
};

class Connection {
 public:
  Connection(ServerContext&, Socket, Visit);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Task<> serve();

  // Holds what is being waited for against its time.
  void sweep(Steady now);
  // Ends after the answer that is under way; at once between requests.
  void finish();
  // Ends now.
  void abort();

 private:
  enum class Wait : std::uint8_t { nothing, request, head, body, reader, goodbye };

  Task<std::optional<Message>> next_message();
  Task<bool> receive();
  Task<> answer(Message);
  Task<Response> ask(Request&);
  Task<std::optional<std::string>> next_of(Stream&);
  Task<bool> send(std::string_view bytes);
  Task<> send_stream(Stream&, bool chunked);
  Task<> watch_for_end(Stream&);
  Task<> refuse_and_end(Error);
  Task<> linger();
  std::string head_of(const Response&, const Message&, std::string_view request_id);
  void wait_for(Wait);

  ServerContext& context_;
  Socket socket_;
  Visit visit_;
  MessageReader reader_;
  Wait waiting_ = Wait::nothing;
  Steady deadline_ = Steady::max();
  bool keep_alive_ = true, ending_ = false, expired_ = false;
  Stream* stream_ = nullptr;  // that is being told
  bool watching_ = false;
  Signal watch_ended_;
};

}  // namespace trawl::httpd
