// A row of a table of metrics, the daemon's or the adapter's: name, type, help, what to alert on, and where
// the figure comes from. Pure.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <span>
#include <string_view>

namespace trawl::api {

// A sample is {labels: {...}, value} and, of histograms and summaries, suffix: "_bucket", "_sum" or "_count".
template <class Sources>
struct MetricFamily {
  std::string_view name;  // without _total
  std::string_view type;  // counter, gauge, histogram, summary
  std::string_view help;
  std::string_view alert;  // when a person should look; empty: it only explains
  boost::json::array (*samples)(const Sources&);
};

// [{name, type, help, samples}]
template <class Sources>
boost::json::array sample(std::span<const MetricFamily<Sources>> table, const Sources& from) {
  boost::json::array families;
  for (const MetricFamily<Sources>& family : table)
    families.push_back({{"name", family.name},
                        {"type", family.type},
                        {"help", family.help},
                        {"samples", family.samples(from)}});
  return families;
}

}  // namespace trawl::api
