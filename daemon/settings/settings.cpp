#include "settings/settings.hpp"

#include <algorithm>

namespace trawl::settings {

const Platform* Settings::find_platform(std::string_view name) const {
  const auto found = std::ranges::find(platforms, name, &Platform::name);
  return found == platforms.end() ? nullptr : &*found;
}

const Schedule* Settings::find_schedule(std::string_view name) const {
  const auto found = std::ranges::find(schedules, name, &Schedule::name);
  return found == schedules.end() ? nullptr : &*found;
}

}  // namespace trawl::settings
