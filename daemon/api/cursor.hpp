// Where a listing goes on: a position for the store, an opaque word for the client. The word carries a
// version and the list it belongs to, so that an old or a foreign one is refused, not misread. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace trawl::api {

enum class Listing : char { runs = 'r', errors = 'e', items = 'i', events = 'j' };

std::string encode_cursor(Listing, std::int64_t position);
Result<std::int64_t> decode_cursor(Listing, std::string_view word);  // invalid_params

}  // namespace trawl::api
