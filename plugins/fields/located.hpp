// Puts the place before what a selector, pointer or pattern complains about. Any thread.
#pragma once

#include <stdexcept>
#include <string>
#include <trawl/config_fault.hpp>

namespace trawl::fields {

// Runs `make`; an invalid_argument becomes a config_fault at `pointer`.
template <class Make>
auto located(const std::string& pointer, Make make) {
  try {
    return make();
  } catch (const std::invalid_argument& error) {
    throw config_fault(pointer, error.what());
  }
}

}  // namespace trawl::fields
