// A sleep that a stop request ends. Crawl thread; the request may come from any thread.
#pragma once

#include <stop_token>

#include "base/clock.hpp"

namespace trawl::fetch {

// True after the whole duration, false as soon as stop is requested.
Task<bool> sleep_unless_stopped(Clock& clock, Millis duration, std::stop_token stop);

}  // namespace trawl::fetch
