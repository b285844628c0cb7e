// Cookies by curl's own engine, shared by the transfers of one session and by no others. Crawl thread.
//
// curl keeps at most 50 cookies of one answer, each of at most 4 KiB, and sends at most 150 and 8 KiB. It has
// no limit for a jar, so that this one has its own.
#pragma once

#include <cstddef>

#include "fetch/cookie_jar.hpp"
#include "fetch/curl/handles.hpp"

namespace trawl::fetch {

class CookieJar {
 public:
  // Looked at when this many bytes of headers have come in since the last look; within them it can grow.
  static constexpr long look_after = 256 << 10;
  static constexpr std::size_t max_cookies = 1'000;
  static constexpr std::size_t max_bytes = 512 << 10;

  CookieJar();
  CookieJar(const CookieJar&) = delete;
  CookieJar& operator=(const CookieJar&) = delete;

  // The transfer sends and learns cookies. The jar outlives the handle.
  void attach(CURL* easy) const;

  // To be called after a transfer, with its handle. A jar that is too large is emptied: whoever floods it
  // logs the platform out, but fills no memory. curl forgets all cookies or none.
  void limit(CURL* easy);

 private:
  std::unique_ptr<CURLSH, CurlDeleter<curl_share_cleanup>> share_;
  long unlooked_ = 0;
};

}  // namespace trawl::fetch
