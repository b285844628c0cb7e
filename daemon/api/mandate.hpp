// The mandate of a changing call: who, under which key, and its audit row. Main thread.
#pragma once

#include "api/method.hpp"

namespace trawl::api {

Mandate mandate(const Call&);

}  // namespace trawl::api
