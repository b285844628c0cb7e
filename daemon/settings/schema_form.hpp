// Is a schema well-formed? Answered once, when it is parsed, so that checking against it need not ask.
// Used by schema.cpp only. Pure; any thread.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <set>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace trawl::settings {

inline constexpr std::size_t longest_pattern_subject = 4096;  // bytes that a `pattern` is tried on

// Refuses a keyword with a senseless value; collects keywords that are not checked into `unsupported`.
Result<> check_form(const boost::json::value& root, std::set<std::string>& unsupported);

// What "#/$defs/NAME" or "#/definitions/NAME" means in `root`; null when there is no such definition.
const boost::json::value* find_definition(const boost::json::value& root, std::string_view reference);

// ECMAScript's syntax, searched for anywhere in the text. Nothing for text where the search would not end
// in reasonable time.
enum class Match : std::uint8_t { yes, no, undecided };
Match match_pattern(const std::string& pattern, const std::string& text);

}  // namespace trawl::settings
