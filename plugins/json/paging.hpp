// From one page of a list to the next. Pure. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <trawl/json.hpp>
#include <vector>

#include "spec.hpp"

namespace trawl::json_plugin {

// The address of the first page: the start, with the number of the first page where pages are counted.
std::string first_url(const Next& next, const std::string& start);

// A page that was read.
struct PageSeen {
  const std::string& asked;  // what was asked for, and where it came from after redirects
  const std::string& url;
  const json::value& document;
  std::vector<std::string_view> links;  // the headers `Link`
  std::size_t found = 0;                // items on it
};

// The address of the page after it; "" when it is the last.
std::string next_url(const Next& next, const PageSeen& page);

}  // namespace trawl::json_plugin
