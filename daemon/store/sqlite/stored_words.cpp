#include "store/sqlite/stored_words.hpp"

#include <fmt/format.h>

#include <optional>

#include "model/trigger_kind.hpp"
#include "store/sqlite/statement.hpp"

namespace trawl::store::sqlite {
namespace {

template <class T>
T require(std::optional<T> value, std::string_view what, std::string_view word) {
  if (!value) throw SqliteError(SQLITE_CORRUPT, fmt::format("'{}' is no {}", word, what));
  return *value;
}

}  // namespace

model::TriggerKind trigger_kind_of(std::string_view word) {
  return require(model::find_trigger_kind(word), "trigger kind", word);
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
