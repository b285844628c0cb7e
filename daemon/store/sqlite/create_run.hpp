// Making a run: the promise of its idempotency key, the decision over its lineage, and its rows, in one
// transaction, so that fifty equal requests make one run. The writer's thread.
#pragma once

#include <optional>

#include "store/sqlite/session.hpp"

namespace trawl::store::sqlite {

Result<Created> create_run(Session&, std::optional<RunId> parent, const std::optional<IdempotencyKey>&,
                           const Decide&, const std::optional<AuditRow>&);

}  // namespace trawl::store::sqlite
