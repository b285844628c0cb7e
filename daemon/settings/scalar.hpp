// What a node's text means: YAML 1.2's core schema, in which quotes always make text, and `yes`, `no`,
// `on`, `off` and `0777` are no booleans and no octal numbers. Pure; any thread.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <variant>

#include "settings/tree.hpp"

namespace trawl::settings {

// A string_view points into the node.
using Scalar = std::variant<std::nullptr_t, bool, std::int64_t, double, std::string_view>;

// The meaning of a null or scalar node; refused with a reason: an integer beyond 64 bits, a number that
// is not finite or that starts with needless zeros, which people mean as text or as octal.
std::expected<Scalar, std::string> resolve(const Node&);

// What a node is, for the second half of "expected an integer, got ...": "the text 'abc'", "a list".
std::string describe(const Node&);

// "expected an integer, got the text '5'; remove the quotation marks": with the remedy for the usual
// slips of quoting, which depend on what was wanted.
enum class Wanted : std::uint8_t { text, boolean, other };
std::string mismatch(std::string_view expected, const Node&, Wanted);

}  // namespace trawl::settings
