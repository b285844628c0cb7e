// A platform's session for tests that fetch.
#pragma once

#include <memory>

#include "fetch/session.hpp"

namespace trawl::test {

inline std::shared_ptr<fetch::Session> session_of(model::FetchPolicy policy) {
  return std::make_shared<fetch::Session>("shop",
                                          std::make_shared<const model::FetchPolicy>(std::move(policy)));
}

}  // namespace trawl::test
