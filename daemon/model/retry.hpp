// The one retry rule. Button, HTTP, socket and command line all ask plan_retry(); the preview, the
// dialog and --dry-run print what it returns. Pure: the whole rule is tested without a daemon.
//
// Vocabulary: "addressed" is the run the operator points at; "default set" is what is retried when no
// platform is named: what the addressed run requested and nothing since has brought to success.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "model/lineage.hpp"

namespace trawl::model {

inline constexpr int max_attempts = 50;   // per lineage, as GitHub Actions

// What today's configuration says of a platform.
enum class Availability : std::uint8_t { available, disabled, unavailable, unknown };
struct PlatformState {
  Availability availability = Availability::unknown;
  std::string reason;   // why it is not available, for people
  int order = 0;        // position in the configuration; retries run in that order
};
using PlatformLookup = std::function<PlatformState(const std::string& platform)>;

struct RetryRequest {
  RunId run = 0;
  std::vector<std::string> platforms;   // empty: the default set
  bool force = false;                   // also disabled platforms, when named
};

struct SkippedPlatform {
  std::string name, reason;
};

struct RetryPlan {
  RunId parent = 0, root = 0;
  int attempt = 0;
  std::vector<std::string> platforms;     // exactly these; never empty
  std::vector<SkippedPlatform> skipped;   // implied by default, but not possible now
};

// Refusals: run_not_found, run_active, unknown_platform, platform_not_in_run, platform_unavailable,
// platform_disabled, nothing_to_retry, retry_active, attempt_limit.
Result<RetryPlan> plan_retry(const Lineage&, const RetryRequest&, const PlatformLookup&);

// What an operator sees before deciding, a row per platform of the root.
struct RetryPreviewRow {
  std::string name;
  PlatformStatus status = PlatformStatus::not_run;             // in the addressed run; not_run if not requested there
  PlatformStatus effective_status = PlatformStatus::not_run;   // over the lineage
  std::int64_t errors = 0;
  bool preselected = false;                                    // in the default set and possible
  bool selectable = false;
  std::string reason;                                          // why it cannot be selected
  std::optional<RunId> succeeded_in;                           // a newer attempt that already succeeded
  RunId decided_in = 0;                                        // the attempt of effective_status
};
struct RetryPreview {
  std::vector<RetryPreviewRow> rows;
  std::optional<RunId> active_retry;
  std::vector<std::string> active_retry_platforms;   // which it has still to run
  int next_attempt = 0;
  std::optional<Error> refusal;   // what a retry of the default set would be told now
};
Result<RetryPreview> preview_retry(const Lineage&, RunId addressed, const PlatformLookup&);

}  // namespace trawl::model
