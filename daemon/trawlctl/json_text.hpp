// JSON as text for scripts and for reading: numbers in their shortest exact form (Boost.JSON alone writes
// 0.1 as 1E-1), no ASCII escapes beyond what JSON demands. Pure.
#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace trawl::ctl {

std::string compact_json(const boost::json::value&);   // one line, without LF
std::string indented_json(const boost::json::value&);  // two spaces a level; scalars' lists on one line

}  // namespace trawl::ctl
