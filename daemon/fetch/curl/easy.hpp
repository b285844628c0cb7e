// One easy handle of curl, and lists of text for its options.
#pragma once

#include <fmt/format.h>

#include <stdexcept>

#include "fetch/curl/handles.hpp"

namespace trawl::fetch {

class Easy {
 public:
  Easy() : handle_(curl_easy_init()) {
    if (!handle_) throw std::bad_alloc();
  }

  // An option that this build of curl lacks would silently weaken a limit, so that it is no option to go on.
  template <class T>
  void set(CURLoption option, T value) {
    if (const CURLcode code = curl_easy_setopt(handle_.get(), option, value); code != CURLE_OK)
      throw std::runtime_error(
          fmt::format("curl option {}: {}", static_cast<int>(option), curl_easy_strerror(code)));
  }

  // What curl does not know stays `T{}`.
  template <class T>
  T info(CURLINFO what) const {
    T value{};
    curl_easy_getinfo(handle_.get(), what, &value);
    return value;
  }

  CURL* get() const { return handle_.get(); }

 private:
  EasyHandle handle_;
};

}  // namespace trawl::fetch
