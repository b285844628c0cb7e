// Every method as a client calls it, over a scripted engine and store.
#include <set>

#include "tests/support/rpc_daemon.hpp"

namespace trawl::tests {
namespace {

using model::PlatformStatus;
using model::RunStatus;

class OperationsTest : public testing::Test {
 protected:
  // Run 1 {a ok, b failed}, retried by run 2 {b ok}; run 3 {c failed}.
  OperationsTest() {
    daemon_.on_main([this] {
      ScriptedStore& store = daemon_.store;
      store.runs = {{.id = 1,
                     .status = RunStatus::partial,
                     .trigger = "manual",
                     .root = 1,
                     .platforms = {{.name = "a", .status = PlatformStatus::succeeded},
                                   {.name = "b", .status = PlatformStatus::failed, .errors = 1}}},
                    {.id = 2,
                     .status = RunStatus::completed,
                     .trigger_kind = model::TriggerKind::retry,
                     .trigger = "retry:1",
                     .parent = 1,
                     .root = 1,
                     .attempt = 2,
                     .platforms = {{.name = "b", .status = PlatformStatus::succeeded}}},
                    {.id = 3,
                     .status = RunStatus::failed,
                     .trigger = "manual",
                     .root = 3,
                     .platforms = {{.name = "c", .status = PlatformStatus::failed, .errors = 1}}}};
      store.errors = {{1, 1, {.platform = "b", .message = "one"}},
                      {2, 3, {.platform = "c", .message = "two"}}};
      for (int i = 1; i <= 40; ++i)
        store.items.push_back({i, "a", "book", "k" + std::to_string(i), R"({"price":12.5})", 1, 1});
      daemon_.engine.schedule_views = {{.name = "hourly", .cadence = "every 1h", .platforms = {"a"}},
                                       {.name = "daily"}};
      daemon_.engine.platform_views = {{.name = "a", .plugin = "html"}, {.name = "z", .plugin = "html"}};
      daemon_.engine.plugin_views = {
          {.descriptor = {.id = "html", .version = "1.0.0", .config_schema = R"({"type":"object"})"}}};
    });
  }

  json::value call(std::string_view method, json::object params = {}) {
    const json::value reply = daemon_.client().call(method, std::move(params));
    if (reply.as_object().contains("error")) ADD_FAILURE() << method << ": " << reply;
    return reply.as_object().contains("result") ? reply.at("result") : json::value(json::object());
  }
  std::string refusal(std::string_view method, json::object params = {}) {
    const json::value reply = daemon_.client().call(method, std::move(params));
    return reply.as_object().contains("error")
               ? std::string(reply.at("error").at("data").at("kind").as_string())
               : "none";
  }
  std::vector<std::string> done() {
    return daemon_.on_main([this] { return daemon_.engine.done; });
  }

  RpcDaemon daemon_;
};

using Names = std::vector<std::string>;

TEST_F(OperationsTest, ResultsHaveOnlyMembersThatTheTableDescribes) {
  const std::vector<std::pair<std::string_view, json::object>> calls{
      {"rpc.hello", {}},
      {"rpc.ping", {}},
      {"rpc.methods", {}},
      {"rpc.discover", {}},
      {"rpc.describe", {{"method", "runs.get"}}},
      {"rpc.cancel", {{"id", 9}}},
      {"daemon.status", {}},
      {"daemon.health", {}},
      {"daemon.metrics", {}},
      {"daemon.log_level", {}},
      {"daemon.shutdown", {{"dry_run", true}}},
      {"daemon.shutdown", {}},
      {"runs.start", {{"platforms", json::array{"a"}}}},
      {"runs.start", {{"dry_run", true}}},
      {"runs.retry", {{"run_id", 1}, {"platforms", json::array{"b"}}}},
      {"runs.retry", {{"run_id", 3}, {"dry_run", true}}},
      {"runs.retry_plan", {{"run_id", 3}}},
      {"runs.cancel", {{"run_id", 1}}},
      {"runs.get", {{"run_id", 1}, {"include", json::array{"lineage"}}}},
      {"runs.list", {}},
      {"runs.analytics", {}},
      {"runs.lineage", {{"run_id", 2}}},
      {"runs.diff", {{"a", 1}, {"b", 2}}},
      {"runs.watch", {}},
      {"runs.wait", {{"run_id", 1}}},
      {"errors.list", {}},
      {"errors.groups", {{"run_id", 1}}},
      {"items.query", {}},
      {"events.list", {}},
      {"events.watch", {}},
      {"platforms.list", {}},
      {"platforms.history", {}},
      {"platforms.enable", {{"name", "a"}}},
      {"platforms.disable", {{"name", "a"}}},
      {"plugins.list", {}},
      {"plugins.get", {{"id", "html"}}},
      {"schedules.list", {}},
      {"schedules.get", {{"name", "daily"}}},
      {"schedules.next", {{"name", "daily"}}},
      {"schedules.pause", {{"name", "all"}}},
      {"schedules.resume", {{"name", "daily"}}},
      {"schedules.trigger", {{"name", "daily"}}},
      {"config.check", {{"text", "x"}}},
      {"config.reload", {}},
      {"config.get", {}},
      {"web.code", {}},
      {"web.redeem", {{"code", call("web.code").at("code")}}},
  };
  const api::Table table = api::daemon_methods();
  std::set<std::string_view> seen{"rpc.unsubscribe"};
  for (const auto& [method, params] : calls) {
    seen.insert(method);
    const auto& described = table.find(method)->result;
    for (const auto& member : call(method, params).as_object())
      EXPECT_NE(std::ranges::find(described, std::string_view(member.key()), &api::Field::name),
                described.end())
          << method << " answers with " << member.key();
  }
  EXPECT_EQ(seen.size(), table.all().size()) << "every method is called here";
}

TEST_F(OperationsTest, MetricsHaveTheFetchersCounts) {
  EXPECT_EQ(call("daemon.metrics").at("fetch"), (json::value{{"requests", 7}}));
}

TEST_F(OperationsTest, ARunShowsItsEffectiveStatusOverItsRetries) {
  EXPECT_EQ(call("runs.get", {{"run_id", 1}}).at("status"), "partial");
  EXPECT_EQ(call("runs.get", {{"run_id", 1}}).at("effective_status"), "completed");
  const json::value runs = call("runs.list").at("runs");
  EXPECT_EQ(runs.at(0).at("effective_status"), "failed");
  EXPECT_EQ(runs.at(2).at("effective_status"), "completed");
}

TEST_F(OperationsTest, LastIsTheNewestAndLatestFailedTheNewestThatIsStillBroken) {
  EXPECT_EQ(call("runs.get", {{"run_id", "last"}}).at("id"), 3);
  daemon_.on_main([this] { daemon_.store.runs.back().status = RunStatus::completed; });
  EXPECT_EQ(refusal("runs.get", {{"run_id", "latest-failed"}}), "run_not_found")
      << "run 1 was brought to success by run 2";
  daemon_.on_main([this] {
    daemon_.store.find(2)->platforms[0].status = PlatformStatus::failed,
    daemon_.store.find(2)->status = RunStatus::failed;
  });
  EXPECT_EQ(call("runs.get", {{"run_id", "latest-failed"}}).at("id"), 2);
}

TEST_F(OperationsTest, APageLeadsToTheNextUntilTheEnd) {
  const json::value first = call("runs.list", {{"limit", 2}});
  EXPECT_EQ(first.at("runs").as_array().size(), 2u);
  const json::value second = call("runs.list", {{"limit", 2}, {"cursor", first.at("next_cursor")}});
  EXPECT_EQ(second.at("runs").at(0).at("id"), 1);
  EXPECT_TRUE(second.at("next_cursor").is_null());
  EXPECT_EQ(refusal("items.query", {{"cursor", first.at("next_cursor")}}), "invalid_params");
}

TEST_F(OperationsTest, ItemsComeOnceEachHoweverTheyArePaged) {
  for (const int limit : {1, 15, 16, 17, 40, 500}) {
    std::set<std::string> keys;
    json::object params{{"limit", limit}};
    while (true) {
      const json::value page = call("items.query", params);
      for (const json::value& item : page.at("items").as_array()) {
        EXPECT_TRUE(keys.insert(std::string(item.at("key").as_string())).second);
        EXPECT_EQ(item.at("data").at("price"), 12.5);
      }
      if (page.at("next_cursor").is_null()) break;
      params["cursor"] = page.at("next_cursor");
    }
    EXPECT_EQ(keys.size(), 40u) << "limit " << limit;
  }
}

TEST_F(OperationsTest, APageOfLargeItemsEndsEarly) {
  daemon_.on_main([this] {
    for (auto& item : daemon_.store.items) item.data = "{\"x\":\"" + std::string(1 << 20, 'x') + "\"}";
  });
  const json::value page = call("items.query", {{"limit", 40}});
  EXPECT_EQ(page.at("items").as_array().size(), 16u);
  EXPECT_FALSE(page.at("next_cursor").is_null());
}

TEST_F(OperationsTest, ErrorsCanBeAskedForByRunAndAnUnknownRunIsNotAnEmptyList) {
  const json::value errors = call("errors.list", {{"run_id", 3}}).at("errors");
  ASSERT_EQ(errors.as_array().size(), 1u);
  EXPECT_EQ(errors.at(0).at("message"), "two");
  EXPECT_EQ(refusal("errors.list", {{"run_id", 99}}), "run_not_found");
}

TEST_F(OperationsTest, ARetryAnswersWithTheNewRunAndItsPlaceInTheLineage) {
  const json::value answer = call("runs.retry", {{"run_id", 1}, {"platforms", json::array{"b"}}});
  EXPECT_EQ(answer.at("new_run_id"), 4);
  EXPECT_EQ(answer.at("run_id"), 4);
  EXPECT_EQ(answer.at("parent_run_id"), 1);
  EXPECT_EQ(answer.at("root_run_id"), 1);
  EXPECT_EQ(answer.at("platforms_retried"), json::value(json::array{"b"}));
  EXPECT_EQ(answer.at("trigger"), "retry:1");
  EXPECT_EQ(answer.at("replayed"), json::value(false));
  EXPECT_EQ(answer.at("run").at("id"), 4);
  EXPECT_EQ(answer.at("message"), "run 4 retries 1 platform of run 1: b");
}

TEST_F(OperationsTest, ADryRunChangesNothing) {
  const json::value plan = call("runs.retry", {{"run_id", 3}, {"dry_run", true}});
  EXPECT_EQ(plan.at("platforms_retried"), json::value(json::array{"c"}));
  EXPECT_EQ(refusal("runs.retry", {{"run_id", 1}, {"dry_run", true}}), "nothing_to_retry");
  EXPECT_EQ(refusal("runs.cancel", {{"run_id", 1}, {"dry_run", true}}), "run_not_cancellable");
  call("runs.start", {{"platforms", json::array{"a"}}, {"dry_run", true}});
  call("daemon.shutdown", {{"dry_run", true}});
  call("schedules.trigger", {{"name", "daily"}, {"dry_run", true}});
  EXPECT_EQ(done(), Names{});
}

TEST_F(OperationsTest, ARetryPlanTellsWhatWouldHappenPlatformByPlatform) {
  const json::value plan = call("runs.retry_plan", {{"run_id", 1}});
  EXPECT_EQ(plan.at("default"), json::value(json::array()));
  EXPECT_EQ(plan.at("refusal").at("data").at("kind"), "nothing_to_retry");
  EXPECT_EQ(plan.at("platforms").at(1).at("succeeded_in"), 2);
  EXPECT_EQ(call("runs.retry_plan", {{"run_id", 3}}).at("default"), json::value(json::array{"c"}));
}

TEST_F(OperationsTest, ARetryPlanTellsWhyWhatFailedDidAndWhetherARetryCanHelp) {
  daemon_.on_main([this] {
    daemon_.store.errors.push_back({.id = 900,
                                    .run = 3,
                                    .record = {.platform = "c",
                                               .kind = model::ErrorKind::http_status,
                                               .message = "answered 503",
                                               .http_status = 503}});
  });
  const json::value plan = call("runs.retry_plan", {{"run_id", 3}});
  const auto rows = plan.at("platforms").as_array();
  const auto row = std::ranges::find_if(rows, [](const json::value& each) { return each.at("name") == "c"; });
  ASSERT_NE(row, rows.end());
  EXPECT_EQ(row->at("kinds"),
            json::parse(R"([{"kind":"http_status","count":1,"message":"answered 503"},{"kind":"plugin","count":1,"message":"two"}])"));
  EXPECT_EQ(row->at("verdict"), "likely");
  EXPECT_EQ(row->at("no_result"), false);
}

TEST_F(OperationsTest, AFoldedListHasOneRowForARunAndItsRetries) {
  std::vector<std::int64_t> ids;
  for (const json::value& run : call("runs.list", {{"fold", true}}).at("runs").as_array()) {
    EXPECT_TRUE(run.at("parent_run_id").is_null());
    ids.push_back(run.at("id").as_int64());
    if (ids.back() == 1) {
      EXPECT_EQ(run.at("folded"), json::parse(R"({"attempts":2,"newest_run_id":2,"active_run_id":null})"));
    }
  }
  EXPECT_EQ(ids, (std::vector<std::int64_t>{3, 1}));
}

TEST_F(OperationsTest, AHistoryIsToldOldestFirst) {
  const json::value rows = call("platforms.history").at("platforms");
  EXPECT_EQ(rows.at(0).at("name"), "a");
  std::int64_t before = 0;
  for (const json::value& entry : rows.at(0).at("recent").as_array()) {
    EXPECT_GT(entry.at("run_id").as_int64(), before);
    before = entry.at("run_id").as_int64();
  }
  EXPECT_GT(before, 0);
  EXPECT_EQ(rows.at(1).at("recent"), json::value(json::array()));
}

TEST_F(OperationsTest, ARefusalOfTheEngineReachesTheClientWhole) {
  daemon_.on_main([this] {
    daemon_.engine.refusal =
        Error{Code::retry_active, "run 9 is already retrying b", "watch it", {{"run_id", 9}}};
  });
  const json::value error = daemon_.client().call("runs.retry", {{"run_id", 1}}).at("error");
  EXPECT_EQ(error.at("code"), 1202);
  EXPECT_EQ(error.at("data"),
            json::parse(R"({"run_id":9,"kind":"retry_active","retryable":true,"hint":"watch it"})"));
}

TEST_F(OperationsTest, TheLineageShowsEachPlatformFromTheAttemptThatCounts) {
  const json::value lineage = call("runs.lineage", {{"run_id", 2}});
  EXPECT_EQ(lineage.at("root_run_id"), 1);
  EXPECT_EQ(lineage.at("attempts").as_array().size(), 2u);
  EXPECT_EQ(lineage.at("platforms").at(0).at("run_id"), 1);
  EXPECT_EQ(lineage.at("platforms").at(1).at("run_id"), 2);
}

TEST_F(OperationsTest, ADiffCountsEverythingAndShowsUpToTheLimit) {
  daemon_.on_main([this] {
    daemon_.store.changes = {{"added", "a", "book", "k", "", R"({"n":1})"},
                             {"added", "a", "book", "l", "", "{}"},
                             {"removed", "a", "book", "m", "{}", ""}};
  });
  const json::value diff = call("runs.diff", {{"a", 1}, {"b", 2}, {"limit", 1}});
  EXPECT_EQ(diff.at("counts"), json::parse(R"({"added":2,"changed":0,"removed":1,"returned":0})"));
  EXPECT_EQ(diff.at("changes").as_array().size(), 1u);
  EXPECT_EQ(diff.at("truncated"), json::value(true));
}

TEST_F(OperationsTest, AllSchedulesCanBePausedAndAMisspeltOneIsNamed) {
  call("schedules.pause", {{"name", "all"}, {"reason", "maintenance"}});
  EXPECT_EQ(done(), (Names{"pause hourly", "pause daily"}));
  const json::value error = daemon_.client().call("schedules.pause", {{"name", "hourli"}}).at("error");
  EXPECT_EQ(error.at("data").at("kind"), "schedule_not_found");
  EXPECT_NE(std::string(error.at("message").as_string()).find("did you mean 'hourly'"), std::string::npos);
}

TEST_F(OperationsTest, TheNextFiringsFollowTheInstantAskedFor) {
  const json::value next =
      call("schedules.next", {{"name", "hourly"}, {"count", 2}, {"from", "2026-01-01T00:00:00Z"}});
  EXPECT_EQ(next.at("times"),
            json::value(json::array{"2026-01-01T00:01:00.000Z", "2026-01-01T00:02:00.000Z"}));
}

TEST_F(OperationsTest, EventsListShowsTheNewestByDefaultAndPagesFromAPosition) {
  daemon_.on_main([this] {
    for (int i = 0; i < 120; ++i)
      daemon_.store.commit({.type = i % 2 == 0 ? "run.created" : "run.finished", .run = 1});
  });
  EXPECT_EQ(call("events.list", {{"limit", 5}}).at("events").at(0).at("seq"), 116);
  json::object params{{"since", 0}, {"limit", 25}, {"types", json::array{"run.finished"}}};
  int pages = 0, events = 0;
  for (; pages < 10; ++pages) {
    const json::value page = call("events.list", params);
    events += static_cast<int>(page.at("events").as_array().size());
    if (page.at("next_cursor").is_null()) break;
    params["cursor"] = page.at("next_cursor");
  }
  EXPECT_EQ(events, 60);
}

TEST_F(OperationsTest, AConfigurationIsCheckedFromTextOrPathButNotBoth) {
  daemon_.on_main([this] {
    daemon_.engine.faults = {{"trawl.yaml", 3, 5, "unknown key 'evry'", "did you mean 'every'?"}};
  });
  const json::value checked = call("config.check", {{"text", "evry: 1"}});
  EXPECT_EQ(checked.at("valid"), json::value(false));
  EXPECT_EQ(checked.at("errors").at(0).at("line"), 3);
  EXPECT_EQ(refusal("config.check", {}), "invalid_params");
  EXPECT_EQ(refusal("config.check", {{"text", ""}, {"path", "/x"}}), "invalid_params");
  EXPECT_EQ(refusal("config.check", {{"path", "relative"}}), "invalid_params");
}

TEST_F(OperationsTest, HelloTellsWhoYouAreAndRefusesAProtocolItDoesNotSpeak) {
  const json::value hello = call(
      "rpc.hello", {{"client", {{"name", "t"}, {"version", "1"}}}, {"protocol", {{"min", 1}, {"max", 3}}}});
  EXPECT_EQ(hello.at("protocol"), 1);
  EXPECT_EQ(hello.at("peer").at("role"), "admin");
  EXPECT_EQ(hello.at("limits").at("max_request_bytes"), 1 << 20);
  EXPECT_EQ(refusal("rpc.hello", {{"protocol", {{"min", 2}, {"max", 3}}}}), "invalid_params");
}

TEST_F(OperationsTest, APluginShowsItsSchemaAndAnUnknownOneIsNotFound) {
  EXPECT_EQ(call("plugins.get", {{"id", "html"}}).at("config_schema").at("type"), "object");
  EXPECT_EQ(refusal("plugins.get", {{"id", "htm"}}), "plugin_not_found");
}

TEST_F(OperationsTest, APlatformShowsItsLastRun) {
  const json::value platforms = call("platforms.list").at("platforms");
  EXPECT_EQ(platforms.at(0).at("last_run").at("run_id"), 1);
  EXPECT_TRUE(platforms.at(1).at("last_run").is_null());
}

}  // namespace
}  // namespace trawl::tests
