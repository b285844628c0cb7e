// The ways in which demo can misbehave.
#pragma once

#include <string>

namespace trawl {
class context;
}

namespace demo {

// Does what the configuration's `fault` says; returns only from those that end in good order.
void misbehave(trawl::context& ctx, const std::string& fault);

}  // namespace demo
