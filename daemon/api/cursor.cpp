#include "api/cursor.hpp"

#include <fmt/format.h>

#include <charconv>

namespace trawl::api {
namespace {

constexpr char version = '1';

}  // namespace

std::string encode_cursor(Listing listing, std::int64_t position) {
  return fmt::format("{}{}{:x}", version, static_cast<char>(listing), position);
}

Result<std::int64_t> decode_cursor(Listing listing, std::string_view word) {
  std::int64_t position = 0;
  const char* end = word.data() + word.size();
  if (word.size() > 2 && word[0] == version && word[1] == static_cast<char>(listing)) {
    const auto parsed = std::from_chars(word.data() + 2, end, position, 16);
    if (parsed.ec == std::errc() && parsed.ptr == end && position >= 0) return position;
  }
  return refuse(Code::invalid_params, "this cursor does not belong to this list",
                "take next_cursor from the answer before, with the same method, or leave it out",
                {{"field", "/cursor"}});
}

}  // namespace trawl::api
