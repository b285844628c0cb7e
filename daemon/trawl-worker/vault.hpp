// Where responses lie in a replay, so that a plugin's mistakes with them show at once: each lies in pages of
// its own, the body ends where a page ends and the next one cannot be read, and what is released cannot be
// read any more. Who does so is named on stderr and ended. At most one at a time; one thread.
#pragma once

#include <cstddef>
#include <unordered_map>

#include "trawl/plugin.h"

namespace trawl::worker {

class Vault {
 public:
  Vault();
  ~Vault();
  Vault(const Vault&) = delete;
  Vault& operator=(const Vault&) = delete;

  // A copy of the response and all it points to. `later`: with members and flags of a later minor of the ABI.
  // Null when there is no room left: nothing is ever used twice.
  const trawl_response* keep(const trawl_response&, bool later);

  void lock(const trawl_response*);  // one that keep() returned; others are passed over

 private:
  char* begin_ = nullptr;
  std::size_t used_ = 0;
  std::unordered_map<const void*, std::size_t> sizes_;  // of what is kept, in whole pages
};

}  // namespace trawl::worker
