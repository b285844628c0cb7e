#include "model/retry_outlook.hpp"

#include <fmt/format.h>

namespace trawl::model {
namespace {

// A status that says "not now" rather than "not you" or "not this" (RFC 9110 section 15, RFC 6585, RFC 8470).
bool passes(int http_status) {
  return http_status >= 500 || http_status == 408 || http_status == 425 || http_status == 429;
}

bool may_help(const ErrorGroup& group) {
  if (group.kind == ErrorKind::http_status && group.http_status) return passes(*group.http_status);
  return info(group.kind).retry_may_help;
}

std::string in_words(const ErrorGroup& group) {
  if (group.kind == ErrorKind::http_status && group.http_status)
    return fmt::format("the host answered {}", *group.http_status);
  return std::string(info(group.kind).meaning);
}

}  // namespace

std::string_view name(Prospect prospect) {
  switch (prospect) {
    case Prospect::likely:
      return "likely";
    case Prospect::unlikely:
      return "unlikely";
    case Prospect::unknown:
      return "unknown";
  }
  return "unknown";
}

RetryOutlook retry_outlook(PlatformStatus status, std::span<const ErrorGroup> groups) {
  const ErrorGroup* worst = nullptr;
  for (const ErrorGroup& group : groups) {
    if (group.severity == Severity::warning) continue;
    if (!may_help(group))
      return {Prospect::unlikely,
              fmt::format("{}; that stays so until somebody changes it", in_words(group))};
    if (!worst) worst = &group;
  }
  if (worst) return {Prospect::likely, fmt::format("{}; that often passes", in_words(*worst))};
  if (status == PlatformStatus::cancelled || status == PlatformStatus::interrupted ||
      status == PlatformStatus::not_run)
    return {Prospect::likely, "it was not given the time to finish"};
  return {Prospect::unknown, "it ended without a result and without an error"};
}

}  // namespace trawl::model
