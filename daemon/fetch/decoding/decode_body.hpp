// A packed body unpacked under the platform's limits. Every layer of packing is held to them, so that a
// bomb inside a bomb is no more than a bomb. Pure; any thread.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>

#include "fetch/decoding/content_coding.hpp"
#include "model/error_kind.hpp"

namespace trawl::fetch {

struct DecodingLimits {
  std::uint64_t max_body = 0;   // bytes
  std::uint64_t max_ratio = 0;  // unpacked bytes for each packed one, beyond the first MiB
};

struct DecodingFault {
  model::ErrorKind kind = model::ErrorKind::truncated;
  std::string message;  // without the host
};

// `codings` in the order in which they were applied; the last one comes off first. An empty body is empty
// however it is packed. Failures: truncated (broken or cut), too_large (names the limit's key).
std::expected<std::string, DecodingFault> decode_body(std::string packed,
                                                      std::span<const ContentCoding> codings,
                                                      const DecodingLimits& limits);

}  // namespace trawl::fetch
