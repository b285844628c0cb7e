// A connection is a descriptor, and the system's usual limit is 1024 of them. At start; any thread.
#pragma once

#include <cstddef>

namespace trawl::httpd {

// Raises this process's soft limit, as far as the hard one goes, so that `connections` may be open beside
// everything else. How many may be: one too many must get its 503, which needs a descriptor, too.
std::size_t make_room_for(std::size_t connections);

}  // namespace trawl::httpd
