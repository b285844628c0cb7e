// The time and zone that follow a date. Any thread. Internal to trawl-sdk::value.
#pragma once

#include "calendar.hpp"

namespace trawl::detail {

// Up to `max` digits at `at`, which moves behind them; nothing unless between `min` and `max` stand there.
std::optional<int> take_number(std::string_view text, std::size_t& at, std::size_t min, std::size_t max);

// A time at `at`: "19:48", "19:48:21.5 +0100", "194821Z", "7:48 pm EST", "14h30", "14.30 Uhr". `at` moves
// behind it; nothing, and `at` stays, when none stands there. `compact` takes digits without colons.
std::optional<TimeOfDay> take_time(std::string_view text, std::size_t& at, bool compact);

}  // namespace trawl::detail
