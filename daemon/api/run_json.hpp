// The run object and its parts as JSON: the one place that knows their members. Pure; any thread.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/lineage.hpp"
#include "model/run.hpp"

namespace trawl::api {

namespace json = boost::json;

// Which of the longer members a run object has.
struct Include {
  bool platforms = false, platform_timings = false, errors = false, lineage = false;

  static Include everything() { return {true, true, true, false}; }
  static Include from(const std::vector<std::string>& words);
};

struct RunView {
  model::Run run;
  model::RunStatus effective_status = model::RunStatus::queued;
  std::vector<model::ErrorRecord> errors = {};  // shown when included
  std::vector<model::Run> attempts = {};        // shown when the lineage is included
};

json::object to_json(const RunView&, Include);
json::object to_json(const model::PlatformOutcome&);
json::object to_json(const model::ErrorRecord&);
json::object to_json(const model::ItemCounts&);

json::value to_json(std::optional<Time>);      // RFC 3339 or null
json::value text_or_null(const std::string&);  // null for what is empty
json::array to_array(const std::vector<std::string>&);


}  // namespace trawl::api
