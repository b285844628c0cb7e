// The bytes of a stored response on disk: one zstd frame around a text like an HTTP message, so that an
// operator can read it with zstdcat. The frame's checksum tells whole from damaged. Pure; any thread.
//
//   trawl-cache/1 KEY                 KEY as the file is named
//   url https://books.example/
//   variant 2c26b46b68ffc68f...
//   status 200
//   sets-cookies 0
//   asked 1795442400000               milliseconds since 1970
//   answered 1795442400120
//                                     then headers, a blank line and the body
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "fetch/cache/stored_response.hpp"

namespace trawl::fetch {

inline constexpr std::size_t largest_stored_body = 8 << 20;

std::string pack(const StoredResponse&, std::string_view key);

// Nothing when the bytes are damaged, of another key or of another version of trawl.
std::optional<StoredResponse> unpack(std::string_view bytes, std::string_view key);

}  // namespace trawl::fetch
