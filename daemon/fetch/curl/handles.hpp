// Owners for libcurl's handles. Only files in this folder include curl's headers.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <new>
#include <string>

namespace trawl::fetch {

template <auto release>
struct CurlDeleter {
  void operator()(auto* handle) const { release(handle); }
};

using EasyHandle = std::unique_ptr<CURL, CurlDeleter<curl_easy_cleanup>>;
using MultiHandle = std::unique_ptr<CURLM, CurlDeleter<curl_multi_cleanup>>;
using UrlHandle = std::unique_ptr<CURLU, CurlDeleter<curl_url_cleanup>>;
using CurlText = std::unique_ptr<char, CurlDeleter<curl_free>>;

// curl's global state, counted by curl itself; thread-safe since 7.84.
class CurlLibrary {
 public:
  CurlLibrary() {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw std::bad_alloc();
  }
  ~CurlLibrary() { curl_global_cleanup(); }
  CurlLibrary(const CurlLibrary&) = delete;
  CurlLibrary& operator=(const CurlLibrary&) = delete;
};

class CurlList {
 public:
  void append(const std::string& line) {
    curl_slist* longer = curl_slist_append(list_.get(), line.c_str());
    if (!longer) throw std::bad_alloc();
    (void)list_.release();
    list_.reset(longer);
  }
  curl_slist* get() const { return list_.get(); }  // null when empty

 private:
  std::unique_ptr<curl_slist, CurlDeleter<curl_slist_free_all>> list_;
};

}  // namespace trawl::fetch
