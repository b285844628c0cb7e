// The method table as one value: every method that exists, each once. Immutable after construction; any
// thread may look.
#pragma once

#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/method.hpp"

namespace trawl::api {

class Table {
 public:
  // Adds the parameters that follow from a method's flags: idempotency_key, dry_run. A name twice is a
  // programming error and throws std::logic_error.
  explicit Table(std::vector<Method> methods);

  const Method* find(std::string_view name) const;
  std::span<const Method> all() const { return methods_; }

  // The method, if it exists and the caller may call it. Refusals: method_not_found (with the nearest
  // name), unauthenticated (the caller has no role at all), permission_denied.
  Result<const Method*> admit(std::string_view name, const Caller&) const;

 private:
  std::vector<Method> methods_;  // sorted by name
};

// Every method of the daemon (methods.cpp).
Table daemon_methods();

// `error` of a reply: {code, message, data: {kind, retryable, hint?, ...}}.
json::object error_object(const Error&);

}  // namespace trawl::api
