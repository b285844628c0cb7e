// What a connection has yet to send. Small answers leave at once, without a detour over the event loop;
// what the kernel does not take waits here, and run() sends it as the peer reads. Main thread; owned by
// one connection.
#pragma once

#include <boost/asio/local/stream_protocol.hpp>
#include <string>

#include "base/clock.hpp"
#include "base/signal.hpp"
#include "rpc/metrics.hpp"

namespace trawl::rpc {

using Socket = asio::local::stream_protocol::socket;

class Outbox {
 public:
  Outbox(Socket&, Metrics&);

  std::string& text() { return text_; }  // append whole lines, then flush()
  void flush();                          // sends what the kernel takes now, never blocks
  Task<> run();                          // sends the rest; returns after close()
  void close();                          // drops what is left and wakes everyone who waits

  std::size_t unsent() const { return text_.size() - sent_; }
  bool broken() const { return broken_; }        // the peer is gone, or close() was called
  Steady progress() const { return progress_; }  // since when the kernel takes nothing

  // Returns when at most `bytes` are unsent, or the outbox is broken.
  Task<> wait_until_at_most(std::size_t bytes);

 private:
  Socket& socket_;
  Metrics& metrics_;
  std::string text_;
  std::size_t sent_ = 0;  // of text_
  Steady progress_;
  bool full_ = false;  // the kernel took no more, last time
  bool broken_ = false;
  Signal left_;   // for run(): something is left, or it broke
  Signal freed_;  // for those who wait for room: bytes went out, or it broke
};

}  // namespace trawl::rpc
