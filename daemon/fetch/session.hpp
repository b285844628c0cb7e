// What belongs to one platform of one run while it fetches: its policy, whom it may reach, and what it has
// used up so far. Nothing of it is shared with another platform or with the platform's next run, so that a
// retry begins where the first attempt began. Crawl thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "fetch/address_guard.hpp"
#include "fetch/cookie_jar.hpp"
#include "model/fetch_policy.hpp"

namespace trawl::fetch {

class Session {
 public:
  // The policy is one that the settings have checked: an address block that is none throws.
  Session(std::string platform, std::shared_ptr<const model::FetchPolicy> policy)
      : platform_(std::move(platform)),
        policy_(std::move(policy)),
        guard_(AddressGuard::from_text(policy_->allow_private).value()),
        cookies_(policy_->cookies ? make_cookie_jar() : nullptr) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const std::string& platform() const { return platform_; }
  const model::FetchPolicy& policy() const { return *policy_; }
  const AddressGuard& guard() const { return guard_; }

  // Null when the policy wants none.
  const std::shared_ptr<CookieJar>& cookies() const { return cookies_; }

  // Of bodies, decoded, over all requests so far.
  std::uint64_t bytes() const { return bytes_; }
  void count_bytes(std::uint64_t received) { bytes_ += received; }

 private:
  const std::string platform_;
  const std::shared_ptr<const model::FetchPolicy> policy_;
  const AddressGuard guard_;
  const std::shared_ptr<CookieJar> cookies_;
  std::uint64_t bytes_ = 0;
};

}  // namespace trawl::fetch
