#include "worker/process_worker.hpp"

#include <fmt/format.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "wire/codec.hpp"

namespace trawl::worker {

ProcessWorker::ProcessWorker(ChildProcess child, asio::local::stream_protocol::socket channel,
                             std::shared_ptr<LogTail> log)
    : child_(std::move(child)), channel_(std::move(channel)), log_(std::move(log)) {}

ProcessWorker::~ProcessWorker() {
  log_->stop();
}

Task<Result<wire::ToDaemon>> ProcessWorker::receive() {
  boost::system::error_code fault;
  for (;;) {
    if (killed_) co_return refuse(Code::cancelled, "the worker was killed");
    const auto frame = incoming_.next();
    if (!frame) co_return refuse(Code::protocol_error, frame.error());
    if (*frame) {
      auto message = wire::decode_to_daemon(**frame);
      if (!message) co_return refuse(Code::protocol_error, message.error());
      co_return std::move(*message);
    }
    if (fault) co_return refuse(Code::gone, "the worker has closed its channel");
    const auto room = incoming_.room();
    const std::size_t count = co_await channel_.async_read_some(
        asio::buffer(room.data(), room.size()), asio::redirect_error(asio::use_awaitable, fault));
    incoming_.filled(count);
  }
}

Task<bool> ProcessWorker::send(wire::ToWorker message) {
  if (killed_ || send_failed_) co_return false;
  const std::string frame = wire::encode(message);
  boost::system::error_code fault;
  co_await asio::async_write(channel_, asio::buffer(frame), asio::redirect_error(asio::use_awaitable, fault));
  send_failed_ = fault.failed();
  co_return !fault;
}

void ProcessWorker::kill() {
  if (std::exchange(killed_, true)) return;
  child_.kill();
  boost::system::error_code ignored;
  channel_.close(ignored);  // wakes who receives or sends
}

Task<Exit> ProcessWorker::wait() {
  const ChildExit end = co_await child_.wait();
  co_return Exit{end.code, end.signal, end.max_rss_bytes, log_->last_words()};
}

}  // namespace trawl::worker
