#include "api/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <stdexcept>

#include "base/text.hpp"

namespace trawl::api {
namespace {

const Param idempotency_key{
    .name = "idempotency_key",
    .type = Type::key,
    .about =
        "equal keys of one caller mean the same request for 24 h; what is idempotent anyway only records it"};
const Param dry_run{
    .name = "dry_run", .type = Type::flag, .about = "say what would happen, and change nothing"};

}  // namespace

Table::Table(std::vector<Method> methods) : methods_(std::move(methods)) {
  std::ranges::sort(methods_, {}, &Method::name);
  const auto twice = std::ranges::adjacent_find(methods_, {}, &Method::name);
  if (twice != methods_.end()) throw std::logic_error(fmt::format("two methods are called {}", twice->name));
  for (Method& method : methods_) {
    if (method.changes) method.params.push_back(idempotency_key);
    if (method.dry_run) method.params.push_back(dry_run);
  }
}

const Method* Table::find(std::string_view name) const {
  const auto method = std::ranges::lower_bound(methods_, name, {}, &Method::name);
  return method != methods_.end() && method->name == name ? &*method : nullptr;
}

Result<const Method*> Table::admit(std::string_view name, const Caller& caller) const {
  const Method* method = find(name);
  if (!method) {
    std::vector<std::string> names;
    for (const Method& known : methods_) names.emplace_back(known.name);
    json::object data;
    if (const std::string near = nearest(name, names); !near.empty()) data["suggestions"] = json::array{near};
    return refuse(
        Code::method_not_found,
        fmt::format("no method '{}'{}", escape_controls(name.substr(0, 100)), did_you_mean(name, names)),
        "rpc.methods lists them", std::move(data));
  }
  if (caller.role >= method->role) return method;
  json::object data{{"needs", model::name(method->role)}, {"role", model::name(caller.role)}};
  if (caller.role == Role::none)
    return refuse(Code::unauthenticated,
                  fmt::format("{} needs the role {}, and you have none", name, model::name(method->role)),
                  "the access: section of trawl.yaml gives roles to users and groups", std::move(data));
  return refuse(Code::permission_denied,
                fmt::format("{} needs the role {}, and you are {}", name, model::name(method->role),
                            model::name(caller.role)),
                "the access: section of trawl.yaml gives roles to users and groups", std::move(data));
}

json::object error_object(const Error& error) {
  const CodeInfo& code = info(error.code);
  json::object data = error.data;
  data["kind"] = code.name;
  data["retryable"] = code.retryable;
  if (!error.hint.empty()) data["hint"] = error.hint;
  return {{"code", code.rpc}, {"message", error.message}, {"data", std::move(data)}};
}

}  // namespace trawl::api
