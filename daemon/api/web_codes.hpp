// One-time codes: whom the kernel has told apart on the daemon's socket gets a code, and a browser that shows
// it to the HTTP adapter becomes that caller. In memory only; a restart forgets them. Main thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "model/role.hpp"

namespace trawl::api {

class WebCodes {
 public:
  static constexpr Millis lifetime{60'000};
  static constexpr std::size_t max_codes = 256;      // the oldest goes when another is given
  static constexpr std::size_t max_per_caller = 16;  // so that one caller does not end the others' codes

  // Whom a code stands for.
  struct Bearer {
    std::string name;
    model::Role role = model::Role::none;
    std::optional<std::uint32_t> uid;
  };

  // 32 hexadecimal digits, 128 random bits; good for one redeem() within `lifetime`.
  std::string give(Bearer, Steady now);
  // Nothing when the code was never given, was used, or is too old. Tells by its time nothing about other
  // codes.
  std::optional<Bearer> redeem(std::string_view code, Steady now);

  std::size_t size() const { return given_.size(); }

 private:
  struct Given {
    std::string code;
    Bearer bearer;
    Steady expires;
  };
  void make_room(const Bearer&, Steady now);

  std::list<Given> given_;  // oldest first
};

}  // namespace trawl::api
