// Internal to trawl-sdk::feed.
#pragma once

#include <trawl/feed.hpp>

namespace trawl::feed::detail {

// "me@example.com (My name)", "My name (me@example.com)", "My name <me@example.com>", or either alone.
person parse_person(std::string_view written);

}  // namespace trawl::feed::detail
