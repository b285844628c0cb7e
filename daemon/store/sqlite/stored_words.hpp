// The words that the database keeps for the enumerations of the model. A word that no
// enumeration knows means a damaged database and is thrown as such. Pure.
#pragma once

#include <string_view>

#include "model/run.hpp"

namespace trawl::store::sqlite {

model::TriggerKind trigger_kind_of(std::string_view);
model::RunStatus run_status_of(std::string_view);
model::PlatformStatus platform_status_of(std::string_view);
model::ErrorKind error_kind_of(std::string_view);
model::Severity severity_of(std::string_view);

}  // namespace trawl::store::sqlite
