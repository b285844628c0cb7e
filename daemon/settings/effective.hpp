// The configuration that is in force, as JSON: every key of trawl.yaml with the value that holds,
// whether the file gives it or a default does. For `trawlctl config show`, and for digests. Pure; any
// thread.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>

#include "settings/settings.hpp"

namespace trawl::settings {

enum class Secrets : std::uint8_t { redacted, shown };  // in a proxy's URL and in the URLs of plugins' config

// In the units of the file: "10s", "16MiB", "50%". Groups are numbers.
boost::json::object to_json(const Platform&, Secrets);
boost::json::object to_json(const Schedule&);
boost::json::object to_json(const Settings&, Secrets);

// {"file": ..., "values": to_json(redacted), "origins": {JSON pointer of each value: ORIGIN}}, where
// ORIGIN is "FILE:LINE" or "default"; what a platform inherits from `fetch:` has that line.
boost::json::object effective(const Settings&);

// SHA-256 over everything but the digest itself and where things stood. Comments, key order within maps
// and spelling ("60s" or "1m") do not change it; the order of platforms does.
std::string digest_of(const Platform&);
std::string digest_of(const Settings&);

}  // namespace trawl::settings
