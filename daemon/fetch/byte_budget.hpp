// policy.max_bytes: what one platform of one run may receive, over all its requests. Received bytes count
// as they arrive, whether or not their answer is of use in the end; unpacking adds what a body gains. Pure.
#pragma once

#include <fmt/format.h>

#include <string>

#include "fetch/session.hpp"

namespace trawl::fetch {

// There is nothing left to ask for.
inline bool budget_is_spent(const Session& session) {
  return session.bytes() >= session.policy().max_bytes;
}

// More has come than was granted.
inline bool over_budget(const Session& session) {
  return session.bytes() > session.policy().max_bytes;
}

inline std::string over_budget_message(const Session& session) {
  return fmt::format("the platform has received fetch.max_bytes ({}) in this run",
                     format_size(session.policy().max_bytes));
}

}  // namespace trawl::fetch
