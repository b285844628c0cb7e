// A time zone: since when which offset from UTC holds. A value; any thread.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"

namespace trawl::model {

class Zone {
 public:
  // A stretch of time [begin, end) during which clocks on the wall are `offset` ahead of UTC.
  struct Span {
    Time begin, end;
    std::chrono::seconds offset;
    std::chrono::seconds offset_before;  // until `begin`; the same as offset in a zone's first span
  };

  Zone();  // UTC

  // Reads the system's time zone database. Refuses an unknown name with Code::invalid_params.
  // Debian's tables end with the year 2037: from then on a zone keeps its last offset.
  static Result<Zone> find(std::string_view name);

  const std::string& name() const { return name_; }
  Span span_at(Time) const;

 private:
  Zone(std::string name, std::vector<Span> spans) : name_(std::move(name)), spans_(std::move(spans)) {}

  std::string name_;
  std::vector<Span> spans_;  // never empty; without holes; neighbours differ in their offset
};

}  // namespace trawl::model
