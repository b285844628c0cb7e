// What became of one test. Values; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace trawl::author::check {

// success: the rule holds. warning: it holds, but publish only after a look. failed: it is broken. crashed:
// the plugin's process ended before its time. skipped: there was nothing to test it with.
enum class Status : std::uint8_t { success, warning, failed, crashed, skipped };

struct Outcome {
  Status status = Status::success;
  std::string seen;  // sentences: what was seen, and where it helps how to mend it; figures of a success
};

std::string_view name_of(Status);

inline Outcome success(std::string figures = {}) {
  return {Status::success, std::move(figures)};
}
inline Outcome warning(std::string seen) {
  return {Status::warning, std::move(seen)};
}
inline Outcome failed(std::string seen) {
  return {Status::failed, std::move(seen)};
}
inline Outcome crashed(std::string seen) {
  return {Status::crashed, std::move(seen)};
}
inline Outcome skipped(std::string why) {
  return {Status::skipped, std::move(why)};
}

inline bool is_bad(const Outcome& outcome) {
  return outcome.status == Status::failed || outcome.status == Status::crashed;
}

}  // namespace trawl::author::check
