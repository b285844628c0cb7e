// The types of JSON Schema and the nodes of a YAML tree. Used by the schema check only. Pure; any thread.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "settings/tree.hpp"

namespace trawl::settings {

// 5.0 is an integer too, as JSON Schema has it.
bool has_type(const Node&, std::string_view type);

// The value of the keyword "type": one name or a list of them.
std::vector<std::string> types_of(const boost::json::value& keyword);

// "expected text or a list, got the integer 5".
std::string expected_types(const std::vector<std::string>& types, const Node&);

// A value as messages show it: text as it stands, everything else as JSON.
std::string shown(const boost::json::value&);

}  // namespace trawl::settings
