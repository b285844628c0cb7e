// Pages of this machine. Who names one wants it; any other page may not lead here.
#pragma once

#include <boost/json/array.hpp>

#include "fetch/url.hpp"

namespace trawl::author {

inline bool is_on_this_machine(const fetch::Url& url) {
  return url.origin.host == "localhost" || url.origin.host == "::1" || url.origin.host.starts_with("127.");
}

// For fetch.allow_private.
inline boost::json::array this_machine() {
  return {"127.0.0.0/8", "::1/128"};
}

}  // namespace trawl::author
