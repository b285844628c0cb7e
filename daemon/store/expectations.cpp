#include "store/expectations.hpp"

#include <fmt/format.h>

namespace trawl::store {
namespace {

using model::ErrorKind;
using model::PlatformStatus;

std::optional<model::ErrorRecord> check_min_items(const PlatformEnd& end, const Evidence& evidence) {
  if (evidence.items >= end.min_items) return std::nullopt;
  model::ErrorRecord record{.platform = end.platform, .time = end.at};
  record.kind = evidence.items == 0 ? ErrorKind::empty_result : ErrorKind::expectation;
  record.message = evidence.items == 0
                       ? fmt::format("no items at all, at least {} expected", end.min_items)
                       : fmt::format("{} items, at least {} expected", evidence.items, end.min_items);
  return record;
}

std::optional<model::ErrorRecord> check_max_drop(const PlatformEnd& end, const Evidence& evidence) {
  if (!evidence.last_good || *evidence.last_good == 0) return std::nullopt;
  const double drop = static_cast<double>(evidence.missing) / static_cast<double>(*evidence.last_good);
  if (drop <= end.max_drop) return std::nullopt;
  model::ErrorRecord record{.platform = end.platform, .kind = ErrorKind::expectation, .time = end.at};
  record.message =
      fmt::format("{} of the last good run's {} items are missing, at most {:.0f} % may; none is removed",
                  evidence.missing, *evidence.last_good, end.max_drop * 100);
  return record;
}

}  // namespace

Judgement judge(const PlatformEnd& end, const Evidence& evidence) {
  Judgement judgement{.status = end.status};
  if (end.status == PlatformStatus::succeeded) {
    if (auto broken = check_min_items(end, evidence)) judgement.broken.push_back(std::move(*broken));
    // One reason is enough: what came too short has dropped as well.
    if (judgement.broken.empty())
      if (auto broken = check_max_drop(end, evidence)) judgement.broken.push_back(std::move(*broken));
    if (evidence.errors > 0 || !judgement.broken.empty()) judgement.status = PlatformStatus::partial;
  }
  if (judgement.status == PlatformStatus::partial && evidence.items == 0)
    judgement.status = PlatformStatus::failed;
  return judgement;
}

}  // namespace trawl::store
