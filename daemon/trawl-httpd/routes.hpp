// Which method a path means. Built from the method table, which is the only place where a path is written;
// a fixed segment wins over a parameter. Immutable; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/table.hpp"
#include "base/error.hpp"

namespace trawl::httpd {

struct Match {
  const api::Method* method = nullptr;
  const api::HttpRoute* route = nullptr;
  boost::json::object params = {};  // from the path: texts, and what the path stands for
};

class Routes {
 public:
  // `table` must outlive it. A GET that changes something, and a path parameter that its method does not have,
  // are programming errors: std::logic_error.
  explicit Routes(const api::Table& table);

  // HEAD finds what GET finds. Errors: route_not_found, with the nearest path; method_not_allowed, with
  // data.allow.
  Result<Match> find(std::string_view verb, std::string_view path) const;

  // "GET, HEAD, POST" for a path; empty: there is no such path.
  std::string allow(std::string_view path) const;

  struct Entry {
    const api::Method* method;
    const api::HttpRoute* route;
    std::vector<std::string_view> segments;
  };
  const std::vector<Entry>& all() const { return entries_; }

 private:
  std::vector<Entry> entries_;  // those with fixed segments first
};

}  // namespace trawl::httpd
