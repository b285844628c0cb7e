// Plays the request and response scripts of the http-cache-tests suite against trawl's cache: a client that
// asks through the cache, a server that answers as the script says, and a clock that the test moves.
#pragma once

#include <boost/json.hpp>
#include <string>

namespace trawl::fetch {

// What came of a row of the suite's table. `fault` is empty when every expectation holds.
struct Played {
  std::string fault;
};
Played play(const boost::json::object& row);

}  // namespace trawl::fetch
