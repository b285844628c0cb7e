// Items as CSV (RFC 4180). Pure.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <vector>

namespace trawl::ctl {

// Columns: platform, kind, key, then the members of the first item's data in their order. Members that
// later items add are not columns; lists are joined by "; ", objects are JSON.
class CsvItems {
 public:
  std::string header(const boost::json::value& first_item);
  std::string row(const boost::json::value& item) const;

 private:
  std::vector<std::string> fields_;
};

}  // namespace trawl::ctl
