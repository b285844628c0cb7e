// The last stage of an exchange: the body is unpacked and counted. Crawl thread, with a thread of its own
// for large bodies.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <expected>

#include "base/task.hpp"
#include "fetch/fetcher.hpp"
#include "fetch/metrics.hpp"

namespace trawl::fetch {

class Unpacker {
 public:
  // `metrics` outlives the unpacker.
  explicit Unpacker(Metrics& metrics) : metrics_(metrics) {}

  // Unpacks response.body and removes Content-Encoding and Content-Length, which no longer hold; an answer
  // that is not packed, or has no body, keeps its headers. What the body has gained counts for the session.
  // Of a body that is packed although request.keep_at_most asked for none, the beginning remains.
  // Failures, without a host in their words: parse (unknown packing), truncated, too_large.
  Task<std::expected<void, Failure>> unpack(Response& response, const Request& request, Session& session);

 private:
  Metrics& metrics_;
  asio::thread_pool thread_{1};  // ends before the loop of those who wait for it
};

}  // namespace trawl::fetch
