// The site that the demo scrapes: two hosts on one loopback port. shop.example works; news.example answers
// 503 until heal() is called. Runs on a thread of its own; all functions from any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>
#include <thread>

#include "base/error.hpp"
#include "base/unique_fd.hpp"

namespace trawl::ctl {

class DemoSite {
 public:
  // Listens on a free port of 127.0.0.1. Throws std::system_error when the machine does not let it.
  DemoSite();
  ~DemoSite();  // stops listening and waits for the thread
  DemoSite(const DemoSite&) = delete;
  DemoSite& operator=(const DemoSite&) = delete;

  std::uint16_t port() const { return port_; }
  void heal() { healed_ = true; }

  // Pages that were asked for so far; robots.txt is not counted.
  int shop_requests() const { return shop_requests_; }
  int news_requests() const { return news_requests_; }

 private:
  void serve();
  void answer(int connection);

  UniqueFd listener_;
  std::uint16_t port_ = 0;
  std::atomic<bool> healed_ = false;
  std::atomic<int> shop_requests_ = 0, news_requests_ = 0;
  std::jthread thread_;
};

}  // namespace trawl::ctl
