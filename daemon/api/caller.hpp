// Who makes a call, and what a changing call carries down to the place where it is done. Values; any
// thread.
#pragma once

#include <optional>
#include <string>

#include "model/role.hpp"
#include "model/run.hpp"
#include "store/store.hpp"

namespace trawl::api {

using model::Role;

struct Caller {
  model::Actor actor;
  Role role = Role::none;
  std::string transport = "unix";
  bool speaks_for_others = false;  // the adapter's user: believed when it says who asks
};

// Handed to the engine with every change. The engine passes `audit` and `key` into the store call that
// makes the change, so that the change, its audit row and its key are one transaction.
struct Mandate {
  Caller caller;
  std::optional<store::IdempotencyKey> key;  // only runs.start, runs.retry and schedules.trigger use it
  store::AuditRow audit;                     // complete but for `run`, which the engine may add
};

}  // namespace trawl::api
