// A small HTTP/1.1 server on 127.0.0.1 for tests: it gives scripted answers, byte for byte if need be, and
// remembers what it was asked. A thread per connection; all members may be called from any thread.
//
//   LoopbackSite site;
//   site.script("/flaky", {page(503, "later"), page(200, "here")});   // in turn; the last one repeats
//   ... fetch(site.url("/flaky")) ...
//   EXPECT_EQ(site.requests_to("/flaky"), 2);
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/unique_fd.hpp"

namespace trawl::test {

struct SiteRequest {
  std::string method, target, body;
  std::map<std::string, std::string> headers;  // names in lower case
  int connection = 0;                          // counted from 1
  std::chrono::steady_clock::time_point at;    // when it was read in full
};

struct Answer {
  enum class Then : std::uint8_t { keep_alive, close, reset, hold, repeat };

  std::string bytes;             // status line, headers and body, exactly as sent
  Then then = Then::keep_alive;  // hold: silence until the client leaves; repeat: the bytes, again and again
  std::chrono::milliseconds delay{0};  // before the first byte
};

using SiteHeaders = std::vector<std::pair<std::string, std::string>>;

// A complete answer with Content-Length.
Answer page(int status, std::string_view body, const SiteHeaders& headers = {});
Answer redirect(int status, std::string_view location);
// A 200 of which only `part` of the announced length arrives.
Answer truncated(std::string_view part, std::size_t announced);
Answer raw(std::string bytes, Answer::Then then = Answer::Then::close);
Answer after(std::chrono::milliseconds delay, Answer answer);

class LoopbackSite {
 public:
  using Handler = std::function<Answer(const SiteRequest&)>;

  // Without a script or handler a target is answered with 404.
  LoopbackSite();
  ~LoopbackSite();  // ends all connections
  LoopbackSite(const LoopbackSite&) = delete;
  LoopbackSite& operator=(const LoopbackSite&) = delete;

  void script(std::string target, std::vector<Answer> answers);
  void greet(std::string bytes);  // sent on every new connection, before anything is asked
  void interject(
      std::string_view bytes);   // sent at once on every open connection, whatever is going on there
  void handle(Handler handler);  // for every target without a script; called from many threads

  std::uint16_t port() const { return port_; }
  std::string url(std::string_view target) const;

  std::vector<SiteRequest> requests() const;
  int requests_to(std::string_view target) const;
  int connections() const;   // accepted so far
  int most_at_once() const;  // requests being answered at the same time, at most

  void remember_requests(bool yes);  // off for benchmarks

 private:
  struct Connection {
    UniqueFd fd;
    std::thread thread;
  };
  struct Script {
    std::vector<Answer> answers;
    std::size_t next = 0;
  };

  void accept_all();
  void serve(int fd, int number);
  Answer choose(const SiteRequest&);
  bool send(int fd, const Answer&);

  UniqueFd listener_;
  std::uint16_t port_ = 0;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable stopped_;
  bool stopping_ = false;
  bool remember_ = true;
  int at_once_ = 0, most_at_once_ = 0;
  std::map<std::string, Script, std::less<>> scripts_;
  Handler handler_;
  std::string greeting_;
  std::vector<SiteRequest> requests_;
  std::list<Connection> connections_;

  std::thread acceptor_;
};

}  // namespace trawl::test
