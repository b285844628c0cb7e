// Instants, durations and sizes as people write them. Pure; any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace trawl {

using Millis = std::chrono::milliseconds;
using Time = std::chrono::sys_time<Millis>;   // wall clock, UTC

// RFC 3339 in UTC with milliseconds: 2026-11-23T14:00:00.000Z
std::string rfc3339(Time);
// Accepts what RFC 3339 allows (fraction optional, any offset) and nothing else.
Result<Time> parse_rfc3339(std::string_view);

// "250ms" "10s" "5m" "2h" "1d"; one number and one unit.
Result<Millis> parse_duration(std::string_view);
std::string format_duration(Millis);   // the shortest exact form of the above: "90s", "1500ms"

// "64KiB" "16MiB" "1GiB", or a plain number of bytes.
Result<std::uint64_t> parse_size(std::string_view);
std::string format_size(std::uint64_t bytes);

}  // namespace trawl
