// Drives libcurl's multi interface from Asio: curl says which sockets and which timer it waits for, and is
// called when they are ready. One per daemon, so that all requests share connections, TLS sessions and
// resolved names. Crawl thread only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <unordered_map>

#include "base/clock.hpp"
#include "fetch/curl/handles.hpp"
#include "fetch/curl/open_sockets.hpp"

namespace trawl::fetch {

// Hears of the end of a transfer; never called from within add() or remove().
class CurlListener {
 public:
  virtual void finished(CURLcode) = 0;

 protected:
  ~CurlListener() = default;
};

// Shared with transfers, because their coroutines may be dropped after the fetcher when a program ends.
class CurlMulti : public std::enable_shared_from_this<CurlMulti> {
 public:
  CurlMulti(asio::any_io_executor executor, long max_idle_connections);
  CurlMulti(const CurlMulti&) = delete;
  CurlMulti& operator=(const CurlMulti&) = delete;
  ~CurlMulti();

  // Starts the transfer. The handle's CURLOPT_PRIVATE is taken for the listener.
  void add(CURL* easy, CurlListener& listener);

  // Ends it without a call, if it has not ended; its connection is closed then. Not from a curl callback.
  void remove(CURL* easy);

  OpenSockets& open_sockets() { return open_sockets_; }

 private:
  struct Socket;

  static int on_socket(CURL*, curl_socket_t fd, int wanted, void* self, void*) noexcept;
  static int on_timer(CURLM*, long timeout_ms, void* self) noexcept;

  void watch(curl_socket_t fd, int wanted);
  void forget(curl_socket_t fd);
  void arm(const std::shared_ptr<Socket>& socket);
  void wait(const std::shared_ptr<Socket>& socket, int direction);
  void ready(const std::shared_ptr<Socket>& socket, int direction, bool failed);
  void set_timer(long timeout_ms);
  void act_soon();
  void wait_for_timer();
  void act(curl_socket_t fd, int events);
  void report_finished();

  CurlLibrary library_;
  asio::any_io_executor executor_;
  asio::steady_timer timer_;
  Steady due_ = Steady::max();       // when curl wants to be called; max: not at all
  Steady timer_at_ = Steady::max();  // what the timer is set to; not later than due_
  bool acts_soon_ = false;           // a call is posted
  std::unordered_map<curl_socket_t, std::shared_ptr<Socket>> sockets_;
  OpenSockets open_sockets_;  // hears of the connections that the next line closes
  MultiHandle multi_;
};

}  // namespace trawl::fetch
