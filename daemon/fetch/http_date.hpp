// The instants of HTTP header fields: Date, Expires, Last-Modified, Retry-After. Pure; any thread.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace trawl::fetch {

// Reads the three forms that RFC 9110 section 5.6.7 asks of every recipient, and nothing else:
//
//   Sun, 06 Nov 1994 08:49:37 GMT      IMF-fixdate, what servers should send
//   Sunday, 06-Nov-94 08:49:37 GMT     RFC 850
//   Sun Nov  6 08:49:37 1994           asctime
//
// A year of two digits means the latest such year that is not more than 50 years after `now`. The name of
// the weekday is not compared with the date. Second 60 is a leap second: the first of the next minute.
std::optional<Time> parse_http_date(std::string_view text, Time now);

}  // namespace trawl::fetch
