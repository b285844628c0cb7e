// A whole admin socket over a scripted engine and store, on a thread of its own, and a client that
// writes bytes and reads lines. For tests that ask what a peer sees.
#pragma once

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/packaged_task.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json.hpp>
#include <filesystem>
#include <future>
#include <string>
#include <thread>

#include "api/table.hpp"
#include "base/system_clock.hpp"
#include "rpc/server.hpp"
#include "tests/support/scripted_engine.hpp"

namespace trawl::tests {

// A peer. Waits are bounded; a peer that waits in vain gets an empty answer, and the test fails on it.
class LineClient {
 public:
  explicit LineClient(const std::string& path) : fd_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    connected_ = connect(fd_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }

  bool connected() const { return connected_; }
  int fd() const { return fd_.get(); }

  // False when the daemon has closed the connection.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void end_of_input() { shutdown(fd_.get(), SHUT_WR); }

  // The next line without its LF; nothing at the end of the stream or after `limit`.
  std::optional<std::string> line(Millis limit = Millis(10'000)) {
    while (true) {
      if (const auto end = buffer_.find('\n'); end != std::string::npos) {
        std::string text = buffer_.substr(0, end);
        buffer_.erase(0, end + 1);
        return text;
      }
      if (!fill(limit)) return std::nullopt;
    }
  }
  json::value message(Millis limit = Millis(10'000)) {
    const auto text = line(limit);
    return text ? json::parse(*text) : json::value(nullptr);
  }
  json::value call(std::string_view method, json::object params = {}) {
    send(json::serialize(
             json::object{{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", std::move(params)}}) +
         "\n");
    return message();
  }
  // True once the daemon has closed, and nothing is left to read.
  bool closed(Millis limit = Millis(10'000)) {
    while (fill(limit));
    return ended_;
  }

 private:
  bool fill(Millis limit) {
    pollfd readable{fd_.get(), POLLIN, 0};
    if (poll(&readable, 1, static_cast<int>(limit.count())) <= 0) return false;
    char bytes[65536];
    const ssize_t size = recv(fd_.get(), bytes, sizeof bytes, 0);
    ended_ = size <= 0;
    if (!ended_) buffer_.append(bytes, static_cast<std::size_t>(size));
    return !ended_;
  }

  UniqueFd fd_;
  bool connected_ = false, ended_ = false;
  std::string buffer_;
};

class RpcDaemon {
 public:
  explicit RpcDaemon(rpc::ServerOptions options = {}, model::Access access = {},
                     api::Table table = api::daemon_methods())
      : folder_(make_folder()),
        table_(std::move(table)),
        access_(std::move(access)),
        news_(io_.get_executor(), store) {
    access_.own_uid = access_.own_uid == 0 ? geteuid() : access_.own_uid;
    auto listener = listen_at_path({.path = path(), .mode = 0600});
    if (!listener) throw std::runtime_error(listener.error().message);
    server_.emplace(io_.get_executor(), std::move(*listener), api::Services{engine, store, news_, clock_, web_codes_, tally_},
                    table_, access_, options);
    server_->start();
    thread_ = std::thread([this] { io_.run(); });
  }
  ~RpcDaemon() {
    stop();
    thread_.join();
    std::filesystem::remove_all(folder_);
  }

  // Ends the server; done when its last connection has ended.
  void stop() {
    if (std::exchange(stopped_, true)) return;
    asio::co_spawn(io_, server_->stop(), asio::use_future).get();
    guard_.reset();
  }

  std::string path() const { return folder_ / "trawl.sock"; }
  LineClient client() const { return LineClient(path()); }

  // Runs `work` on the daemon's thread, and waits for it.
  template <class F>
  auto on_main(F work) {
    return asio::post(io_, std::packaged_task<decltype(work())()>(std::move(work))).get();
  }
  rpc::Metrics metrics() {
    return on_main([this] { return server_->metrics(); });
  }

  ScriptedStore store;
  ScriptedEngine engine{store};

 private:
  static std::filesystem::path make_folder() {
    std::string name = std::filesystem::temp_directory_path() / "trawl-rpc-XXXXXX";
    if (!mkdtemp(name.data())) throw std::runtime_error("mkdtemp");
    return name;
  }

  std::filesystem::path folder_;
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> guard_{io_.get_executor()};
  SystemClock clock_;
  api::Table table_;
  model::Access access_;
  api::JournalNews news_;
  api::WebCodes web_codes_;
  api::Tally tally_;
  std::optional<rpc::Server> server_;
  std::thread thread_;
  bool stopped_ = false;
};

}  // namespace trawl::tests
