// A run as people see it: the list, one run with its platforms and errors, what changed between two.
// Pure: from the daemon's answer to text.
#pragma once

#include <boost/json/value.hpp>
#include <string>

#include "trawlctl/printer.hpp"

namespace trawl::ctl {

std::string draw_runs(const boost::json::value& list, const Printer&);
std::string draw_run(const boost::json::value& run, const Printer&);
std::string draw_errors(const boost::json::value& list, const Printer&);
std::string draw_retry_plan(const boost::json::value& plan, const Printer&);
std::string draw_skipped(const boost::json::value& answer);  // a line per platform that was left out
std::string draw_diff(const boost::json::value& diff, const Printer&);

}  // namespace trawl::ctl
