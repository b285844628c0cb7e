// The ASCII rules under the names that this library uses them by. Internal to trawl-sdk::html.
#pragma once

#include "../ascii.hpp"

namespace trawl::html::detail {

using namespace trawl::ascii;

}  // namespace trawl::html::detail
