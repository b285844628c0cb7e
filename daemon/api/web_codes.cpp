#include "api/web_codes.hpp"

#include <openssl/crypto.h>

#include <algorithm>

#include "base/random.hpp"

namespace trawl::api {
namespace {

bool equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

std::string WebCodes::give(Bearer bearer, Steady now) {
  make_room(bearer, now);
  given_.push_back({random_hex(16), std::move(bearer), now + lifetime});
  return given_.back().code;
}

std::optional<WebCodes::Bearer> WebCodes::redeem(std::string_view code, Steady now) {
  auto found = given_.end();
  for (auto given = given_.begin(); given != given_.end(); ++given)
    if (equal(given->code, code)) found = given;
  if (found == given_.end()) return std::nullopt;
  Given given = std::move(*found);
  given_.erase(found);
  return now < given.expires ? std::optional(std::move(given.bearer)) : std::nullopt;
}

void WebCodes::make_room(const Bearer& bearer, Steady now) {
  given_.remove_if([&](const Given& given) { return given.expires <= now; });
  const auto own = [&](const Given& given) {
    return given.bearer.uid == bearer.uid && given.bearer.name == bearer.name;
  };
  if (static_cast<std::size_t>(std::ranges::count_if(given_, own)) >= max_per_caller)
    given_.erase(std::ranges::find_if(given_, own));
  else if (given_.size() >= max_codes)
    given_.pop_front();
}

}  // namespace trawl::api
