// The parts of an address that are written with %: segments of the path, names and values of the query. Pure; any
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace trawl::httpd {

// "a%20b" as "a b". bad_request when it is cut off, no UTF-8 or has a control character.
Result<std::string> decode_percent(std::string_view text, bool plus_is_blank);

struct QueryPair {
  std::string name, value;
};
// "a=1&b=2", decoded, in order. Pairs without a value are left out: a form's empty field asks for nothing.
Result<std::vector<QueryPair>> query_pairs(std::string_view query);

}  // namespace trawl::httpd
