// Whether a retry of a platform can help, judged by why it failed. Advice for a person: the retry rule
// (retry.hpp) does not ask. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/error_groups.hpp"
#include "model/status.hpp"

namespace trawl::model {

enum class Prospect : std::uint8_t { likely, unlikely, unknown };
std::string_view name(Prospect);

struct RetryOutlook {
  Prospect prospect = Prospect::unknown;
  std::string reason;  // for people
};

// Of a platform that has not succeeded, with its errors.
RetryOutlook retry_outlook(PlatformStatus, std::span<const ErrorGroup>);

}  // namespace trawl::model
