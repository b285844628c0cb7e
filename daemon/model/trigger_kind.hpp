// The words of trigger kinds, as the API, the database and people know them. Pure.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "model/run.hpp"

namespace trawl::model {

std::string_view name(TriggerKind);
std::optional<TriggerKind> find_trigger_kind(std::string_view);
std::span<const std::string_view> trigger_kind_names();  // in the order of the enumeration

}  // namespace trawl::model
