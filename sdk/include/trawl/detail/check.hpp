// What plugin.hpp makes of a plugin's static check_config(): the extension "trawl.check/1".
#pragma once

#include <cstring>
#include <exception>
#include <string_view>
#include <type_traits>

#include "../config_fault.hpp"
#include "../plugin.h"

namespace trawl::detail {

template <class Plugin, class = void>
inline constexpr bool has_check_config = false;
template <class Plugin>
inline constexpr bool
    has_check_config<Plugin, std::void_t<decltype(Plugin::check_config(std::string_view()))>> = true;

// An escaping std::invalid_argument, such as a selector_error, is about the configuration, though nobody says
// about which part of it. Any other exception is about the check itself.
template <class Plugin>
trawl_status check_plugin(trawl_str config, void* sink,
                          void (*complain)(void*, trawl_str, trawl_str)) noexcept {
  const auto tell = [&](std::string_view pointer, std::string_view why) {
    complain(sink, {pointer.data(), pointer.size()}, {why.data(), why.size()});
  };
  try {
    Plugin::check_config(std::string_view(config.ptr, config.len));
  } catch (const config_fault& fault) {
    tell(fault.pointer(), fault.what());
  } catch (const std::invalid_argument& fault) {
    tell("", fault.what());
  } catch (const std::exception& fault) {
    tell("", fault.what());
    return TRAWL_FAILED;
  } catch (...) {
    tell("", "an exception that is no std::exception left check_config()");
    return TRAWL_FAILED;
  }
  return TRAWL_OK;
}

template <class Plugin>
const void* find_extension(const char* id) noexcept {
  static constexpr trawl_check_v1 check = {sizeof(trawl_check_v1), 0, &check_plugin<Plugin>};
  return std::strcmp(id, TRAWL_CHECK_V1) == 0 ? &check : nullptr;
}

// Null for a plugin without check_config(): it then has no extension at all.
template <class Plugin>
constexpr auto extension_of() -> const void* (*)(const char*) {
  if constexpr (has_check_config<Plugin>) {
    return &find_extension<Plugin>;
  } else {
    return nullptr;
  }
}

}  // namespace trawl::detail
