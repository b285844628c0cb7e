// What a platform's result is held against when it ends. Pure: the store gathers the evidence and
// writes the verdict, whatever engine it is.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "store/store.hpp"

namespace trawl::store {

struct Evidence {
  std::int64_t items = 0;                 // distinct items the platform emitted
  std::int64_t errors = 0;                // records of severity error that it has already
  std::optional<std::int64_t> last_good;  // items of its last succeeded run
  std::int64_t missing = 0;               // of those, not emitted now
};

struct Judgement {
  model::PlatformStatus status = model::PlatformStatus::failed;
  std::vector<model::ErrorRecord> broken;  // expectations, as records of severity error
};

// Only a claimed success has expectations to meet. An error of any source makes a success partial, and
// a partial result without a single item failed: nothing useful came. So silence is never success where
// items are expected.
Judgement judge(const PlatformEnd&, const Evidence&);

}  // namespace trawl::store
