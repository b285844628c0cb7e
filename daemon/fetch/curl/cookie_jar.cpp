#include "fetch/curl/cookie_jar.hpp"

#include <new>
#include <stdexcept>
#include <string_view>

namespace trawl::fetch {

std::shared_ptr<CookieJar> make_cookie_jar() {
  return std::make_shared<CookieJar>();
}

// No lock functions: everything happens on the crawl thread.
CookieJar::CookieJar() : share_(curl_share_init()) {
  if (!share_) throw std::bad_alloc();
  if (curl_share_setopt(share_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_COOKIE) != CURLSHE_OK)
    throw std::runtime_error("this libcurl keeps no cookies");
}

void CookieJar::attach(CURL* easy) const {
  curl_easy_setopt(easy, CURLOPT_SHARE, share_.get());
  curl_easy_setopt(easy, CURLOPT_COOKIEFILE, "");
}

void CookieJar::limit(CURL* easy) {
  long received = 0;
  curl_easy_getinfo(easy, CURLINFO_HEADER_SIZE, &received);
  unlooked_ += received;
  if (unlooked_ < look_after) return;
  unlooked_ = 0;
  curl_slist* listed = nullptr;
  curl_easy_getinfo(easy, CURLINFO_COOKIELIST, &listed);
  const std::unique_ptr<curl_slist, CurlDeleter<curl_slist_free_all>> owner(listed);
  std::size_t count = 0, bytes = 0;
  for (const curl_slist* node = listed; node; node = node->next)
    ++count, bytes += std::string_view(node->data).size();
  if (count > max_cookies || bytes > max_bytes) curl_easy_setopt(easy, CURLOPT_COOKIELIST, "ALL");
}

}  // namespace trawl::fetch
