// How schedules with the same times are kept from starting together. Pure; any thread.
#pragma once

#include <string_view>

#include "base/time.hpp"

namespace trawl::model {

// A delay in [0, max) that is always the same for one machine and schedule, and spread evenly over
// machines and schedules. Zero if max is zero. The mapping never changes between releases.
Millis splay_offset(std::string_view machine_id, std::string_view schedule, Millis max);

}  // namespace trawl::model
