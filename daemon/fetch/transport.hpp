// One exchange with one server: a request goes out, an answer comes back. No redirects, no second try, no
// politeness; polite_fetcher.hpp adds those. Crawl thread.
#pragma once

#include <expected>
#include <stop_token>

#include "fetch/redirects.hpp"

namespace trawl::fetch {

class Transport {
 public:
  virtual ~Transport() = default;

  // Both references stay valid until the answer is there. Sets everything of Response and Failure but
  // `url` and `attempts`.
  virtual Task<std::expected<Response, Failure>> exchange(const Hop&, Session&, std::stop_token) = 0;
};

}  // namespace trawl::fetch
