// What the fetcher adds to the requests of one origin, so that a site knows whom it serves. The
// configuration names where the secret is; plugins, logs and the database never see it. Pure data.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/secret.hpp"

namespace trawl::model {

// Where a secret is kept. This is what may be shown, stored and compared.
struct SecretSource {
  enum class Keeper : std::uint8_t { systemd, file };
  Keeper keeper = Keeper::systemd;
  std::string name;  // of the systemd credential, or the file's path
  friend bool operator==(const SecretSource&, const SecretSource&) = default;
};

struct Credential {
  enum class Way : std::uint8_t { bearer, basic, header, query };

  std::string scheme, host;  // lower case, IPv6 without brackets
  std::uint16_t port = 0;
  Way way = Way::bearer;
  std::string name;  // basic: the user; header and query: the name of what holds the secret
  SecretSource source;
  std::shared_ptr<const Secret> secret;  // never null in settings that a daemon runs under

  friend bool operator==(const Credential&, const Credential&) = default;
};

}  // namespace trawl::model
