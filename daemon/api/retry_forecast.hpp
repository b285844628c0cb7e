// What the preview of a retry adds to the rule's own rows: why each platform failed, whether a retry can
// help, how long it takes. Main thread; one Forecast per request, because it remembers what it has read.
#pragma once

#include <boost/json/object.hpp>
#include <map>

#include "base/task.hpp"
#include "model/error_groups.hpp"
#include "model/retry.hpp"
#include "store/store.hpp"

namespace trawl::api {

namespace json = boost::json;

class Forecast {
 public:
  explicit Forecast(store::Store& store) : store_(store) {}

  // Adds no_result, kinds, verdict, verdict_reason, last_success and expected_ms to the row's object.
  Task<Result<>> tell(const model::RetryPreviewRow&, json::object& row);

 private:
  Task<Result<>> read_errors(model::RunId);
  Task<Result<>> tell_successes(const std::string& platform, json::object& row);

  store::Store& store_;
  std::map<model::RunId, std::map<std::string, model::ErrorGroups>> errors_;  // by run and platform
};

}  // namespace trawl::api
