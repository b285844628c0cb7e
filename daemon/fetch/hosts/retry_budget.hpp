// Whether a host deserves further tries, so that a dead site cannot eat a run. The rule is gRPC's retry
// throttling (gRFC A6, "Throttling Retry Attempts and Hedged RPCs"): a bucket of tokens, of which each
// failure takes one and each success gives back a part of one; requests are tried again only while the bucket
// is more than half full. First tries are never refused, so a site that recovers is noticed. Pure.
#pragma once

#include <algorithm>

namespace trawl::fetch {

class RetryBudget {
 public:
  static constexpr double capacity = 20;  // ten failures in a row end the tries again
  static constexpr double earned_by_success =
      0.25;  // a site that fails less than one time in five keeps them

  void count_failure() { tokens_ = std::max(tokens_ - 1, 0.0); }
  void count_success() { tokens_ = std::min(tokens_ + earned_by_success, capacity); }
  bool allows_another_try() const { return tokens_ > capacity / 2; }

 private:
  double tokens_ = capacity;
};

}  // namespace trawl::fetch
