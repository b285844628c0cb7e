#include "store/sqlite/stored_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "store/sqlite/statement.hpp"

namespace trawl::store::sqlite {
namespace {

constexpr std::array<std::string_view, 7> trigger_kinds{"schedule",   "catchup", "manual", "retry",
                                                        "auto_retry", "resume",  "api"};
static_assert(trigger_kinds.size() == static_cast<std::size_t>(model::TriggerKind::api) + 1);

template <class T>
T require(std::optional<T> value, std::string_view what, std::string_view word) {
  if (!value) throw SqliteError(SQLITE_CORRUPT, fmt::format("'{}' is no {}", word, what));
  return *value;
}

}  // namespace

std::string_view word(model::TriggerKind kind) {
  return trigger_kinds[static_cast<std::size_t>(kind)];
}

model::TriggerKind trigger_kind_of(std::string_view word) {
  const auto found = std::ranges::find(trigger_kinds, word);
  if (found == trigger_kinds.end())
    throw SqliteError(SQLITE_CORRUPT, fmt::format("'{}' is no trigger kind", word));
  return static_cast<model::TriggerKind>(found - trigger_kinds.begin());
}

model::RunStatus run_status_of(std::string_view word) {
  return require(model::find_run_status(word), "run status", word);
}

model::PlatformStatus platform_status_of(std::string_view word) {
  return require(model::find_platform_status(word), "platform status", word);
}

model::ErrorKind error_kind_of(std::string_view word) {
  return require(model::find_error_kind(word), "error kind", word);
}

model::Severity severity_of(std::string_view word) {
  if (word == name(model::Severity::warning)) return model::Severity::warning;
  if (word == name(model::Severity::error)) return model::Severity::error;
  throw SqliteError(SQLITE_CORRUPT, fmt::format("'{}' is no severity", word));
}

}  // namespace trawl::store::sqlite
