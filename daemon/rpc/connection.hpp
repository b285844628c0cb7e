// One peer: its requests in, answers and streams out. Main thread. A connection lives in the coroutine
// that awaits serve(), which returns only when everything it started has ended.
#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "api/method.hpp"
#include "api/watch.hpp"
#include "rpc/context.hpp"
#include "rpc/envelope.hpp"
#include "rpc/line_buffer.hpp"
#include "rpc/outbox.hpp"

namespace trawl::rpc {

class Connection final : public api::Connection {
 public:
  Connection(Context&, Socket, api::Caller, std::uint32_t uid);
  ~Connection() override;

  Task<> serve();

  // Begins the end: stops reading and sending, cancels calls that only look.
  void close();
  // Holds the connection's times against their limits.
  void sweep(Steady now);
  // Nothing has been asked that is not answered, and something has been asked.
  bool is_quiet();

  // api::Connection, for the handlers of this connection's calls.
  Result<std::string> subscribe(std::unique_ptr<api::Watch>) override;
  Result<> unsubscribe(std::string_view subscription) override;
  bool cancel(const json::value& request_id) override;
  json::object limits() const override;
  json::object metrics() const override;

 private:
  // A request that waits for its answer.
  struct Pending {
    std::optional<json::value> id;
    bool changes = false;  // then it runs to its end, whatever happens to the peer
    Steady deadline = Steady::max();
    std::optional<Code> given_up;  // cancelled or timeout: what the call is answered with
    asio::cancellation_signal cancellation = {};
  };
  // A request that passed every check.
  struct Accepted {
    std::optional<json::value> id;
    const api::Method* method = nullptr;
    api::Params params = {};
    std::optional<api::Caller> on_behalf_of = {};

    const api::Caller& caller(const api::Caller& peer) const { return on_behalf_of ? *on_behalf_of : peer; }
  };
  struct Stream {
    std::string id;
    std::unique_ptr<api::Watch> watch;
    bool closed = false;
  };
  using Streams = std::list<Stream>;

  // connection.cpp
  Task<> read_lines();
  bool take_lines();
  Task<> wait_for_room();
  bool receive();
  bool may_read_on() const;
  Task<> finish();
  void begin_task(std::string_view name, Task<>);
  void refuse_and_end(Error);

  // connection_calls.cpp
  void take(std::string_view line);
  void take_request(json::value message);
  std::expected<Accepted, Refused> accept(json::value message);
  void answer(const std::optional<json::value>& id, const api::Answer&, Streams opened);
  void launch(Accepted);
  void begin_call(std::list<Pending>::iterator, Task<>);
  Task<> call_and_answer(Pending&, Accepted);
  Task<> answer_batch(Pending&, json::array messages);
  Task<api::Answer> call(Pending&, Accepted&);
  void cancel(Pending&, Code why);

  // connection_streams.cpp
  void start(Streams opened);
  void drop(Streams&);
  Task<> relay(Streams::iterator);
  Task<bool> send_rows(Stream&);
  void send_ticks(Stream&);
  void notify(const Stream&, api::Notification);

  Context& context_;
  Socket socket_;
  api::Caller caller_;
  std::uint32_t uid_;
  LineBuffer lines_;
  Outbox outbox_;
  Signal changed_;  // a call or a task ended
  std::list<Pending> pending_;
  Streams streams_, opening_;  // opening_: subscribed by the call that runs now, not yet answered
  std::uint64_t streams_made_ = 0;
  std::size_t tasks_ = 0;
  bool reading_ = true, closing_ = false, spoken_ = false;
  Steady line_begun_ = Steady::max(), active_at_;
};

}  // namespace trawl::rpc
