// Metric families as text: Prometheus' format 0.0.4 or OpenMetrics 1.0. Pure.
#pragma once

#include <boost/json/array.hpp>
#include <string>
#include <string_view>

namespace trawl::httpd {

enum class Exposition { prometheus, openmetrics };

// What a scraper accepts: OpenMetrics when it names it, else Prometheus' own.
Exposition wanted_exposition(std::string_view accept);
std::string_view content_type(Exposition);

// Families are {name, type, help, samples: [{labels, value, suffix?}]}, as daemon.metrics tells them; what is not of
// that shape is left out.
std::string expose(const boost::json::array& families, Exposition);

}  // namespace trawl::httpd
