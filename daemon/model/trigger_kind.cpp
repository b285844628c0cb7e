#include "model/trigger_kind.hpp"

#include <algorithm>
#include <array>

namespace trawl::model {
namespace {

constexpr std::array<std::string_view, 7> names{"schedule",   "catchup", "manual", "retry",
                                                "auto_retry", "resume",  "api"};
static_assert(names.size() == static_cast<std::size_t>(TriggerKind::api) + 1, "every kind has its word");

}  // namespace

std::string_view name(TriggerKind kind) {
  return names[static_cast<std::size_t>(kind)];
}

std::optional<TriggerKind> find_trigger_kind(std::string_view word) {
  const auto found = std::ranges::find(names, word);
  if (found == names.end()) return std::nullopt;
  return static_cast<TriggerKind>(found - names.begin());
}

std::span<const std::string_view> trigger_kind_names() {
  return names;
}

}  // namespace trawl::model
