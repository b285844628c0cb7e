// One request under way in curl: its handle, what has arrived of the answer, and the reasons to stop it
// that curl does not know. Lives in one coroutine on the crawl thread; destroying it ends the transfer.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "fetch/curl/multi.hpp"
#include "fetch/curl/options.hpp"
#include "fetch/curl/verdict.hpp"
#include "fetch/header_block.hpp"
#include "fetch/metrics.hpp"
#include "fetch/progress_watch.hpp"
#include "fetch/redirects.hpp"

namespace trawl::fetch {

class CurlTransfer final : private CurlListener {
 public:
  // The references stay valid for the life of the transfer.
  CurlTransfer(asio::any_io_executor, std::shared_ptr<CurlMulti>, const Hop&, Session&, Metrics&);
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;
  ~CurlTransfer();

  // Once. The body is as it was received: still packed, where Content-Encoding says so.
  Task<std::expected<Response, Failure>> run(std::stop_token);

 private:
  struct Ending {
    enum class Why { curl, no_first_byte, too_slow, stopped } why;
    CURLcode code = CURLE_OK;
  };

  void set_limits();
  void set_callbacks();
  void begin_afresh();

  // What curl calls; `self` is the transfer.
  static curl_socket_t open_socket(void* self, curlsocktype, curl_sockaddr*) noexcept;
  static int before_request(void* self, char* peer, char* local, int peer_port, int local_port) noexcept;
  static std::size_t header_line(char* data, std::size_t, std::size_t size, void* self) noexcept;
  static std::size_t body_part(char* data, std::size_t, std::size_t size, void* self) noexcept;
  void finished(CURLcode) override;

  bool may_reach(const IpAddress&);
  bool speaks_unasked(const SocketEnds&) const;
  bool refuse(model::ErrorKind, std::string what);
  bool fits(std::size_t more);
  bool take(std::string_view part);
  bool is_sound();
  Response answer();
  Failure failure(const Ending&) const;

  const Hop& hop_;
  Session& session_;
  const model::FetchPolicy& policy_;  // the session's
  Metrics& metrics_;
  const Millis total_timeout_;

  const OneShot<Ending> ended_;
  ProgressWatch watch_;

  HeaderBlock headers_;
  std::string body_;
  std::optional<Verdict> own_verdict_;  // why a callback stopped the transfer
  std::array<char, CURL_ERROR_SIZE> reason_{};
  bool dialled_ = false;      // at least one address was allowed
  bool afresh_ = false;       // no kept connection will do
  bool kept_is_bad_ = false;  // the kept connection that curl chose is not to be used
  bool has_enough_ = false;   // request.keep_at_most is reached

  std::shared_ptr<CurlMulti> multi_;
  std::shared_ptr<CookieJar> cookies_;  // the session's; null: none
  OptionLists lists_;
  Easy easy_;
};

}  // namespace trawl::fetch
