// The one method table: what is not in its rows does not exist. Everything that dispatches, documents or
// checks a method reads it from here.
#include "api/rows.hpp"

namespace trawl::api {

Table daemon_methods() {
  std::vector<Method> all;
  for (const auto& part : {rows::rpc(), rows::daemon(), rows::config(), rows::web(), rows::runs(), rows::records(),
                           rows::platforms(), rows::schedules()})
    all.insert(all.end(), part.begin(), part.end());
  return Table(std::move(all));
}

}  // namespace trawl::api
