// trawl's side of the plugin ABI, in-process and scripted: answers requests in an order that a test
// chooses, and notes what the plugin does.
#pragma once

#include <trawl/plugin.h>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

class FakeHost : public trawl_ctx {
 public:
  struct Answer {
    int net = TRAWL_NET_OK, status = 200;
    std::string body = "body", error;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string redirected_to;  // where the answer comes from, when not from where it was asked
  };

  explicit FakeHost(std::uint32_t window = 4);
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;

  std::function<Answer(const std::string& url)> answer = [](const std::string&) { return Answer{}; };
  bool last_first = false;  // answers the youngest request first
  int cancel_after = -1;    // so many answers, then the run is to stop
  std::int64_t now_us = 1'000'000;
  std::map<std::string, std::string> config, state;

  std::vector<std::string> fetched;         // URLs, as asked
  std::vector<std::string> items, reports;  // "kind/key/json", "severity/code/url/text"
  std::set<std::string> keys;
  std::vector<std::string> logs, progress;  // "level/text", "done/total/what"
  int checkpoints = 0;
  bool stopping = false;
  std::size_t most_under_way = 0;
  std::size_t held = 0;  // responses not yet released
  trawl_request last_request{};
  struct Asked {
    std::string method, url, body;
    std::map<std::string, std::string> headers;
  };
  std::vector<Asked> asked;  // all requests, for as long as the host lives

 private:
  struct Held {
    std::string url;
    Answer answer;
    std::vector<trawl_header> headers;
    trawl_response raw{};
  };
  static const trawl_api table;
  static FakeHost& of(trawl_ctx* ctx) { return *static_cast<FakeHost*>(ctx); }

  trawl_run_info info_{};
  std::deque<std::pair<std::uint64_t, std::string>> under_way_;
  std::map<const trawl_response*, std::unique_ptr<Held>> held_;
  int answered_ = 0;
};
