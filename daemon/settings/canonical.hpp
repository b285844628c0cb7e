// A piece of configuration as JSON text in one canonical form: keys sorted by bytes, no white space,
// numbers in their shortest form. Equal meanings are equal bytes, so digests compare. Pure; any thread.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "settings/fault.hpp"
#include "settings/tree.hpp"

namespace trawl::settings {

// The node's JSON; values that JSON cannot hold (scalar.hpp says which) are reported to `faults`.
boost::json::value to_json(const Node&, Faults& faults);

std::string canonical(const boost::json::value&);

// A JSON pointer (RFC 6901) one step longer.
std::string pointer_to(std::string_view parent, std::string_view key);

// Hexadecimal, lower case.
std::string sha256(std::string_view);

}  // namespace trawl::settings
