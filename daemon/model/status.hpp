// The state machine of runs and platforms, and the one rule that computes a run's status from its
// platforms. Pure.
//
//   run:       queued -> running -> completed | partial | failed | cancelled | interrupted
//              queued -> cancelled | interrupted | expired
//   platform:  pending -> running -> succeeded | partial | failed | cancelled | interrupted
//              pending -> failed | cancelled | interrupted | not_run
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace trawl::model {

enum class RunStatus : std::uint8_t { queued, running, completed, partial, failed, cancelled, interrupted, expired };
enum class PlatformStatus : std::uint8_t { pending, running, succeeded, partial, failed, cancelled, interrupted, not_run };

std::string_view name(RunStatus);
std::string_view name(PlatformStatus);
std::optional<RunStatus> find_run_status(std::string_view);        // "pending" is an alias of "queued"
std::optional<PlatformStatus> find_platform_status(std::string_view);

bool is_terminal(RunStatus);
bool is_terminal(PlatformStatus);
bool may_follow(RunStatus from, RunStatus to);
bool may_follow(PlatformStatus from, PlatformStatus to);

// The status of a run whose platforms have all ended: completed when every one succeeded, failed when
// none succeeded or came through in part, partial otherwise. A run that asked for nothing completed.
RunStatus verdict(std::span<const PlatformStatus>);

}  // namespace trawl::model
