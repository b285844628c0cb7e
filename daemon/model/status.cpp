#include "model/status.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace trawl::model {
namespace {

constexpr std::array<std::string_view, 8> run_names{"queued", "running",   "completed",   "partial",
                                                    "failed", "cancelled", "interrupted", "expired"};
constexpr std::array<std::string_view, 8> platform_names{"pending", "running",   "succeeded",   "partial",
                                                         "failed",  "cancelled", "interrupted", "not_run"};

template <class Status, std::size_t N>
std::optional<Status> find(const std::array<std::string_view, N>& names, std::string_view word) {
  const auto found = std::ranges::find(names, word);
  if (found == names.end()) return std::nullopt;
  return static_cast<Status>(found - names.begin());
}

}  // namespace

std::string_view name(RunStatus status) { return run_names[static_cast<std::size_t>(status)]; }
std::string_view name(PlatformStatus status) { return platform_names[static_cast<std::size_t>(status)]; }

std::optional<RunStatus> find_run_status(std::string_view word) {
  if (word == "pending") return RunStatus::queued;
  return find<RunStatus>(run_names, word);
}

std::optional<PlatformStatus> find_platform_status(std::string_view word) {
  return find<PlatformStatus>(platform_names, word);
}

bool is_terminal(RunStatus status) { return status != RunStatus::queued && status != RunStatus::running; }

bool is_terminal(PlatformStatus status) {
  return status != PlatformStatus::pending && status != PlatformStatus::running;
}

bool may_follow(RunStatus from, RunStatus to) {
  using enum RunStatus;
  switch (from) {
    case queued: return to == running || to == cancelled || to == interrupted || to == expired;
    case running: return to != queued && to != running && to != expired;
    default: return false;
  }
}

bool may_follow(PlatformStatus from, PlatformStatus to) {
  using enum PlatformStatus;
  switch (from) {
    case pending: return to == running || to == failed || to == cancelled || to == interrupted || to == not_run;
    case running: return to != pending && to != running && to != not_run;
    default: return false;
  }
}

RunStatus verdict(std::span<const PlatformStatus> platforms) {
  const auto succeeded = [](PlatformStatus s) { return s == PlatformStatus::succeeded; };
  const auto useful = [](PlatformStatus s) { return s == PlatformStatus::succeeded || s == PlatformStatus::partial; };
  if (std::ranges::all_of(platforms, succeeded)) return RunStatus::completed;
  return std::ranges::any_of(platforms, useful) ? RunStatus::partial : RunStatus::failed;
}

}  // namespace trawl::model
