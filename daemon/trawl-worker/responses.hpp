// The plugin's requests under way, what has arrived for it, and what it holds. Pure bookkeeping of one
// run; one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "trawl-worker/vault.hpp"
#include "trawl/plugin.h"
#include "wire/messages.hpp"

namespace trawl::worker {

// The value of the header; empty when there is none.
std::string_view content_type(const wire::Response&);

class Responses {
 public:
  // The window counts requests whose response the plugin has not yet taken.
  // `guarded`: what is released can no longer be read, see vault.hpp; `later`: responses are as a later minor
  // of the ABI would show them (only when guarded).
  Responses(std::uint32_t window, bool guarded, bool later) : window_(window), later_(later) {
    if (guarded) vault_.emplace();
  }

  bool full() const { return asked_.size() >= window_; }
  std::size_t held() const { return held_.size(); }
  bool idle() const { return asked_.empty(); }

  // Notes a new request; returns its number for the wire. The window is not full.
  std::uint64_t ask(std::uint64_t tag, std::string_view url);

  // A response from the daemon. One that nobody asked for is dropped.
  void arrive(wire::Response);

  // The next response in order of arrival, for the plugin to hold until release(); null when none is there.
  const trawl_response* take();

  // The request's number of a response the plugin held; 0 when it held no such response.
  std::uint64_t release(const trawl_response*);
  // The same for one that take() has returned just now.
  std::uint64_t number_of(const trawl_response*) const;

  // What the plugin means when it speaks of `url` (asked for, or the one that answered); of nothing: what it
  // took last. Among those it holds and those it released lately: an exception has released its page, and
  // those beside it, before it is reported. Null when there is none.
  const wire::Response* about(std::string_view url) const;

  // The plugin has ended: nothing will be taken any more, and nothing is spoken of.
  void forget() {
    arrived_.clear();
    released_.clear();
    released_bytes_ = 0;
  }

 private:
  struct Asked {
    std::uint64_t tag;
    std::string url;
  };
  struct Held {
    std::string asked_url;
    wire::Response wire;
    std::vector<trawl_header> headers;
    trawl_response raw{};
    const trawl_response* shown = &raw;  // to the plugin: `raw`, or its copy in the vault
  };

  void remember(std::unique_ptr<Held> released);

  std::uint32_t window_;
  bool later_;
  std::optional<Vault> vault_;
  std::uint64_t last_number_ = 0;
  std::unordered_map<std::uint64_t, Asked> asked_;  // by the request's number
  std::deque<std::unique_ptr<Held>> arrived_;
  std::unordered_map<const trawl_response*, std::unique_ptr<Held>> held_;
  const Held* taken_last_ = nullptr;            // while it is held
  std::deque<std::unique_ptr<Held>> released_;  // lately, the newest last
  std::size_t released_bytes_ = 0;              // of their bodies
};

}  // namespace trawl::worker
