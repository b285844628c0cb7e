// Short ways to write times, zones and cadences in the tests of model/cadence.
#pragma once

#include <string>
#include <vector>

#include "model/cadence/cadence.hpp"

namespace trawl::model {

inline Time at(std::string_view rfc3339_text) {
  return parse_rfc3339(rfc3339_text).value();
}

inline CronExpression expression(std::string_view text) {
  return CronExpression::parse(text).value();
}

inline Cron cron(std::string_view text, std::string_view zone = "UTC") {
  return Cron{{expression(text)}, Zone::find(zone).value()};
}

// The next `count` instants as "10-25 00:30", which is enough where year and seconds are known.
inline std::vector<std::string> next(const Cadence& cadence, std::string_view from, std::size_t count) {
  std::vector<std::string> out;
  for (const Time time : upcoming(cadence, at(from), count)) {
    std::string text = rfc3339(time).substr(5, 11);
    text[5] = ' ';
    out.push_back(text);
  }
  return out;
}

}  // namespace trawl::model
