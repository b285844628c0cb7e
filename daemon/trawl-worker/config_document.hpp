// The platform's configuration as trawl_api shows it: nodes of a JSON document by JSON Pointer. What it
// returns lives as long as the document. One thread.
#pragma once

#include <boost/json/value.hpp>
#include <map>
#include <string>
#include <string_view>

#include "trawl/plugin.h"

namespace trawl::worker {

class ConfigDocument {
 public:
  explicit ConfigDocument(std::string_view json);  // throws std::exception when it is no JSON

  // Each: TRAWL_OK, TRAWL_ABSENT (also for null), TRAWL_INVALID for a node of another type.
  trawl_status text(std::string_view pointer, trawl_str& out) const;
  trawl_status integer(std::string_view pointer, std::int64_t& out) const;
  trawl_status number(std::string_view pointer, double& out) const;
  trawl_status boolean(std::string_view pointer, std::int32_t& out) const;
  trawl_status json(std::string_view pointer, trawl_str& out);

 private:
  const boost::json::value* find(std::string_view pointer) const;

  boost::json::value root_;
  std::map<std::string, std::string, std::less<>> written_;  // what json() returned, by pointer
};

}  // namespace trawl::worker
