#include "fetch/hosts/retry.hpp"

#include <algorithm>

namespace trawl::fetch {

bool worth_another_try(model::ErrorKind kind) {
  using enum model::ErrorKind;
  switch (kind) {
    case dns:
    case connect:
    case timeout:
    case reset:
    case truncated:
      return true;
    default:
      return false;
  }
}

bool worth_another_try(int status) {
  return status == 408 || status == 425 || status == 429 || (status >= 500 && status <= 599);
}

bool worth_another_try(const std::expected<Response, Failure>& outcome) {
  return outcome ? worth_another_try(outcome->status) : worth_another_try(outcome.error().kind);
}

Millis backoff_before(unsigned next, const model::FetchRetry& policy, const RandomSource& random) {
  Millis ceiling = std::min(policy.backoff, policy.max_backoff);
  for (unsigned doubled = 2; doubled < next && ceiling < policy.max_backoff; ++doubled)
    ceiling = std::min(ceiling * 2, policy.max_backoff);
  return Millis{static_cast<Millis::rep>(random() * static_cast<double>(ceiling.count()))};
}

}  // namespace trawl::fetch
