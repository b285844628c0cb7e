// What a peer may do. Each role may do everything the one before it may. Values; any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace trawl::model {

enum class Role : std::uint8_t {
  none,       // connected, but nothing beyond rpc.*
  viewer,     // look
  operator_,  // start, retry, cancel, pause
  admin,      // change the daemon itself
};

constexpr std::string_view name(Role role) {
  switch (role) {
    case Role::none:
      return "none";
    case Role::viewer:
      return "viewer";
    case Role::operator_:
      return "operator";
    case Role::admin:
      return "admin";
  }
  return "none";
}

}  // namespace trawl::model
