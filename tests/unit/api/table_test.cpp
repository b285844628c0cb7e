#include "api/table.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>

#include "api/discover.hpp"

namespace trawl::api {
namespace {

using enum Role;

// Who may do what, typed apart from the table: a method that moves to a lower role fails here.
const std::map<std::string_view, Role> published{
    {"rpc.hello", none},
    {"rpc.ping", none},
    {"rpc.discover", none},
    {"rpc.methods", none},
    {"rpc.describe", none},
    {"rpc.cancel", none},
    {"rpc.unsubscribe", none},
    {"daemon.status", viewer},
    {"daemon.health", viewer},
    {"daemon.metrics", viewer},
    {"daemon.log_level", admin},
    {"daemon.shutdown", admin},
    {"runs.start", operator_},
    {"runs.retry", operator_},
    {"runs.retry_plan", viewer},
    {"runs.cancel", operator_},
    {"runs.get", viewer},
    {"runs.list", viewer},
    {"runs.analytics", viewer},
    {"runs.watch", viewer},
    {"runs.wait", viewer},
    {"runs.lineage", viewer},
    {"runs.diff", viewer},
    {"errors.list", viewer},
    {"errors.groups", viewer},
    {"items.query", viewer},
    {"plugins.list", viewer},
    {"plugins.get", viewer},
    {"platforms.list", viewer},
    {"platforms.history", viewer},
    {"platforms.enable", operator_},
    {"platforms.disable", operator_},
    {"schedules.list", viewer},
    {"schedules.get", viewer},
    {"schedules.next", viewer},
    {"schedules.pause", operator_},
    {"schedules.resume", operator_},
    {"schedules.trigger", operator_},
    {"config.check", operator_},
    {"config.reload", admin},
    {"config.get", viewer},
    {"web.code", viewer},
    {"web.redeem", admin},
    {"events.list", viewer},
    {"events.watch", viewer},
};

TEST(MethodTable, HasExactlyThePublishedMethods) {
  const Table table = daemon_methods();
  EXPECT_EQ(table.all().size(), published.size());
  for (const auto& [name, role] : published) EXPECT_NE(table.find(name), nullptr) << name;
}

TEST(MethodTable, AdmitsEachRoleToExactlyWhatItMayDo) {
  const Table table = daemon_methods();
  for (const auto& [name, needed] : published)
    for (const Role role : {none, viewer, operator_, admin}) {
      const auto admitted = table.admit(name, {.role = role});
      EXPECT_EQ(admitted.has_value(), role >= needed) << name << " as " << model::name(role);
      if (!admitted)
        EXPECT_EQ(admitted.error().code, role == none ? Code::unauthenticated : Code::permission_denied)
            << name;
    }
}

TEST(MethodTable, WhatChangesSomethingTakesAKeyAndIsNotForViewers) {
  for (const Method& method : daemon_methods().all()) {
    const auto has = [&](std::string_view name) {
      return std::ranges::find(method.params, name, &Param::name) != method.params.end();
    };
    EXPECT_EQ(has("idempotency_key"), method.changes) << method.name;
    EXPECT_EQ(has("dry_run"), method.dry_run) << method.name;
    if (method.changes) EXPECT_GE(method.role, operator_) << method.name;
    EXPECT_FALSE(method.summary.empty()) << method.name;
    EXPECT_FALSE(method.result.empty()) << method.name;
    for (const Param& param : method.params)
      EXPECT_FALSE(param.about.empty()) << method.name << " " << param.name;
  }
}

TEST(MethodTable, RequiredParametersComeFirst) {
  for (const Method& method : daemon_methods().all())
    EXPECT_TRUE(std::ranges::is_partitioned(method.params, &Param::required)) << method.name;
}

TEST(MethodTable, NamesTheNearestMethod) {
  const auto admitted = daemon_methods().admit("runs.lst", {.role = admin});
  ASSERT_FALSE(admitted);
  EXPECT_EQ(admitted.error().code, Code::method_not_found);
  EXPECT_EQ(admitted.error().data.at("suggestions"), json::value(json::array{"runs.list"}));
}

TEST(MethodTable, RefusesANameTwice) {
  Answer (*nothing)(Call&) = [](Call&) -> Answer { return nullptr; };
  EXPECT_THROW(Table({{.name = "a", .handler = nothing}, {.name = "a", .handler = nothing}}),
               std::logic_error);
}

TEST(OpenRpc, DescribesEveryMethodWithValidSchemaTypes) {
  const Table table = daemon_methods();
  const json::object document = openrpc_document(table, "0.1.0");
  EXPECT_EQ(document.at("openrpc"), "1.2.6");
  ASSERT_EQ(document.at("methods").as_array().size(), table.all().size());
  const std::vector<std::string_view> types{"string", "integer", "boolean", "object", "array", "null"};
  for (const json::value& method : document.at("methods").as_array())
    for (const auto& property : method.at("result").at("schema").at("properties").as_object()) {
      json::value type = property.value().at("type");
      if (type.is_string()) type = json::array{type};
      for (const json::value& word : type.as_array())
        EXPECT_NE(std::ranges::find(types, std::string_view(word.as_string())), types.end())
            << method.at("name") << " " << property.key() << " " << word;
    }
}

}  // namespace
}  // namespace trawl::api
