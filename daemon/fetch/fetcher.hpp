// The port to the network. The engine asks for one URL at a time; politeness, redirects, retries and
// limits are the fetcher's. Lives on the crawl thread: every call and every answer happens there.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/task.hpp"
#include "fetch/session.hpp"
#include "model/error_kind.hpp"

namespace trawl::fetch {

using Header = std::pair<std::string, std::string>;

struct Request {
  std::string method = "GET";
  std::string url;
  std::string body;
  std::vector<Header> headers;
  Millis timeout{0};  // 0: the policy's; never longer than the policy's
  std::int32_t priority = 0;  // among the session's requests that wait for one host; higher goes first
  bool follow_redirects = true;
  bool bypass_cache = false;  // neither answered by nor compared with what is stored; the answer replaces it
  // So many bytes of the body are enough: the rest is not read, max_body does not count, and the answer is
  // asked for unpacked, because a cut stream could not be unpacked. The cache does not keep such an answer.
  std::optional<std::uint64_t> keep_at_most;
};

// An answer of the host, whatever its status: 404 and a final 503 are responses too.
struct Response {
  std::string
      url;  // after redirects; without user and configured credentials, the query as the plugin chose it
  int status = 0;
  std::vector<Header> headers;  // names in lower case, in the order received
  std::string body;             // decoded
  Millis elapsed{0};
  unsigned attempts = 1;
  bool from_cache = false;  // the body did not come over the network: served or confirmed (304)
};

// No answer, or none that may be used.
struct Failure {
  model::ErrorKind kind = model::ErrorKind::connect;
  std::string message;
  std::string url;  // where it happened: a redirect's target perhaps; may be stored (see model/redact.hpp)
  unsigned attempts = 1;
};

class Fetcher {
 public:
  virtual ~Fetcher() = default;

  // Waits for the host's turn, fetches, follows redirects, tries again where the policy says so. A stop
  // request ends it soon with a Failure of kind cancelled. The session is shared because a request may
  // outlive the platform's run for a moment.
  virtual Task<std::expected<Response, Failure>> fetch(Request, std::shared_ptr<Session>,
                                                       std::stop_token) = 0;
};

}  // namespace trawl::fetch
