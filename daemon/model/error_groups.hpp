// Errors that say the same, as one: a thousand times "answered 503" is a line and a count. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/run.hpp"

namespace trawl::model {

inline constexpr std::size_t max_group_urls = 5;
inline constexpr std::size_t max_error_groups = 200;

// `message` is that of the group's first error; its URLs are the first few different ones.
struct ErrorGroup {
  ErrorKind kind = ErrorKind::plugin;
  Severity severity = Severity::error;
  std::optional<int> http_status;
  std::string message;
  std::int64_t count = 0;
  std::vector<std::string> platforms, urls;
  Time first{}, last{};
};

// A message without what differs from page to page: addresses, file names and numbers.
std::string fingerprint(std::string_view message);

class ErrorGroups {
 public:
  // Errors beyond max_error_groups different ones are counted nowhere, and make the result truncated.
  void add(const ErrorRecord&);

  bool truncated() const { return truncated_; }
  std::vector<ErrorGroup> sorted() const;  // errors before warnings, then the most frequent first

 private:
  std::map<std::string, ErrorGroup> groups_;  // by kind, severity, status and fingerprint
  bool truncated_ = false;
};

}  // namespace trawl::model
