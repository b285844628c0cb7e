// Does a tree fit a well-formed schema? Used by schema.cpp only. Pure; any thread.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "settings/fault.hpp"
#include "settings/tree.hpp"

namespace trawl::settings {

struct Violation {
  Position at;
  std::string pointer;  // JSON pointer of the value; "" is the whole
  std::string message;
  std::string description;  // what the schema says of that value
  bool wrong_kind = false;  // not the type, constant or choice that was wanted: another form was meant
};

std::vector<Violation> check_against(const boost::json::value& schema, const Node&);

void report(const std::vector<Violation>&, std::string_view subject, Faults&);

}  // namespace trawl::settings
