#include "model/attempt.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trawl::model {
namespace {

bool is_error(const ErrorRecord& record) {
  return record.severity == Severity::error;
}

}  // namespace

bool worth_another_attempt(const Attempt& attempt) {
  using enum PlatformStatus;
  const bool fruitless = attempt.status == partial && attempt.items == 0;
  if (attempt.status != failed && !fruitless) return false;
  const auto decides_nothing = [](const ErrorRecord& record) {
    return !is_error(record) || info(record.kind).again_in_run;
  };
  return std::ranges::any_of(attempt.errors, is_error) &&
         std::ranges::all_of(attempt.errors, decides_nothing);
}

std::vector<ErrorRecord> as_warnings_of_attempt(std::int64_t number, std::vector<ErrorRecord> errors) {
  for (ErrorRecord& record : errors) {
    record.severity = Severity::warning;
    record.message = fmt::format("attempt {}: {}", number, record.message);
  }
  return errors;
}

}  // namespace trawl::model
