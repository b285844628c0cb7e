// A line of index.jsonl. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "cassette/exchange.hpp"

namespace trawl::cassette {

// Without the line's end. Header values that are not UTF-8 are taken for ISO 8859-1.
std::string to_line(const Exchange&);

// A refusal says what is wrong with the line; the caller knows its number.
Result<Exchange> parse_line(std::string_view line);

}  // namespace trawl::cassette
