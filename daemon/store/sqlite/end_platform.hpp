// The end of a platform: its last errors, its expectations, its items, and with the last platform the
// end of the run, all in one transaction. The writer's thread.
#pragma once

#include "store/sqlite/session.hpp"

namespace trawl::store::sqlite {

Result<Ended> end_platform(Session&, const PlatformEnd&);

}  // namespace trawl::store::sqlite
