// Which addresses a platform may reach. Scraped pages choose URLs, so that without this a page could
// make the daemon read the services of its own machine and network (server-side request forgery).
// Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/ip_address.hpp"

namespace trawl::fetch {

class AddressGuard {
 public:
  // Public addresses and these blocks may be reached.
  explicit AddressGuard(std::vector<Cidr> allowed_besides = {}) : allowed_(std::move(allowed_besides)) {}
  static Result<AddressGuard> from_text(std::span<const std::string> allowed_besides);

  // An IPv4 address inside an IPv6 one (NAT64, 6to4, Teredo, ISATAP ...) counts as well.
  bool allows(const IpAddress&) const;

  // The operator has permitted every address, with "::/0" (which holds the IPv4 addresses too).
  bool allows_everything() const;

 private:
  std::vector<Cidr> allowed_;
};

}  // namespace trawl::fetch
