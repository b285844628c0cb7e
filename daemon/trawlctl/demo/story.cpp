#include "trawlctl/demo/story.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "client/connection.hpp"
#include "client/watch.hpp"
#include "trawlctl/fields.hpp"

namespace trawl::ctl {
namespace {

constexpr Millis first_run_patience{60'000};

Result<json::value> ask(const Stage& stage, std::string_view method, const json::object& params) {
  auto connection = client::Connection::open(stage.daemon.socket());
  if (!connection) return std::unexpected(connection.error());
  connection->interrupt_by(stage.interrupt);
  return connection->call(method, params);
}

std::string platform_status(const json::value& run, std::string_view name) {
  for (const json::value& platform : list(run, "platforms"))
    if (text(platform, "name") == name) return text(platform, "status");
  return "absent";
}

bool has_error(const json::value& run, std::string_view platform, std::string_view kind) {
  return std::ranges::any_of(list(run, "errors"), [&](const json::value& error) {
    return text(error, "platform") == platform && text(error, "kind") == kind;
  });
}

std::set<std::string> platform_names(const json::value& run) {
  const auto names = texts(run, "platforms");
  return {names.begin(), names.end()};
}

// Waits for the schedule's first run and pauses the schedule, so that the story has two runs and not
// one every five seconds.
Result<std::int64_t> await_first_run(const Stage& stage) {
  auto stream = client::Watch::open({.socket = stage.daemon.socket(),
                                     .method = "events.watch",
                                     .params = {{"since", 0}},
                                     .interrupt = stage.interrupt});
  if (!stream) return std::unexpected(stream.error());
  const auto deadline = std::chrono::steady_clock::now() + first_run_patience;
  while (std::chrono::steady_clock::now() < deadline) {
    const auto update = stream->next(Millis(1000));
    if (!update) return std::unexpected(update.error());
    if (!*update || (*update)->kind != client::Update::Kind::event) continue;
    const json::value event((*update)->body);
    if (text(event, "type") != "run.created") continue;
    const auto paused =
        ask(stage, "schedules.pause", {{"name", "demo"}, {"reason", "one firing is enough for the demo"}});
    if (!paused) return std::unexpected(paused.error());
    return integer(event, "run_id");
  }
  return refuse(Code::timeout, "the schedule has not fired");
}

Result<> tell_failing_run(const Stage& stage) {
  Narrator& narrator = stage.narrator;
  const auto run = await_first_run(stage);
  if (!run) return std::unexpected(run.error());
  narrator.say("The schedule has fired. (The demo pauses it now: one firing is enough.)");
  narrator.command({"runs", "watch", std::to_string(*run)}, stage.daemon.socket(), 10);
  const auto seen = ask(stage, "runs.get", {{"run_id", *run}});
  if (!seen) return std::unexpected(seen.error());
  narrator.check(*run == 1 && text(*seen, "trigger_kind") == "schedule", "a schedule made run 1");
  narrator.check(text(*seen, "status") == "partial", "the run is partial: what worked is kept");
  narrator.check(platform_status(*seen, "demo-shop") == "succeeded",
                 "demo-shop succeeded, with the items of both its pages");
  narrator.check(
      platform_status(*seen, "demo-news") == "failed" && has_error(*seen, "demo-news", "http_status"),
      "demo-news failed: its site answered 503");
  narrator.check(
      platform_status(*seen, "demo-crash") == "failed" && has_error(*seen, "demo-crash", "worker_crashed"),
      "demo-crash failed: its plugin crashed, in a process of its own");
  narrator.check(stage.site.shop_requests() == 2, "the shop was asked for two pages");
  const auto status = ask(stage, "daemon.status", {});
  narrator.check(stage.daemon.running() && status && text(*status, "state") == "ready",
                 "the daemon itself is unharmed");
  return {};
}

Result<> tell_retry(const Stage& stage) {
  Narrator& narrator = stage.narrator;
  stage.site.heal();
  narrator.say("The news site has recovered meanwhile, and the plugin crashes only in first attempts.");
  narrator.command({"retry", "last", "--dry-run"}, stage.daemon.socket(), 0);
  const int shop_before = stage.site.shop_requests();
  narrator.command({"retry", "last", "--wait"}, stage.daemon.socket(), 0);
  const auto retry = ask(stage, "runs.get", {{"run_id", 2}});
  if (!retry) return std::unexpected(retry.error());
  narrator.check(text(*retry, "trigger") == "retry:1",
                 "the retry is a run of its own: number 2, trigger retry:1");
  narrator.check(platform_names(*retry) == std::set<std::string>{"demo-crash", "demo-news"},
                 "it covers exactly what failed");
  narrator.check(text(*retry, "status") == "completed", "it completed");
  narrator.check(stage.site.shop_requests() == shop_before,
                 "the shop, which had worked, was not asked for anything");
  narrator.check(stage.site.news_requests() == 2, "the news site was asked once more");
  const auto original = ask(stage, "runs.get", {{"run_id", 1}});
  if (!original) return std::unexpected(original.error());
  narrator.check(text(*original, "status") == "partial" && text(*original, "effective_status") == "completed",
                 "run 1 is as it was, partial; with its retry it counts as completed");
  return {};
}

}  // namespace

Result<> tell_story(const Stage& stage) {
  Narrator& narrator = stage.narrator;
  const auto left = [] { return refuse(Code::cancelled, "the demo was ended"); };

  if (!narrator.chapter("A daemon of your own, with this configuration")) return left();
  narrator.say(stage.configuration);

  if (!narrator.chapter("The schedule starts a run; two of its three platforms fail")) return left();
  if (auto told = tell_failing_run(stage); !told) return told;

  if (!narrator.chapter("Retry exactly what failed")) return left();
  if (auto told = tell_retry(stage); !told) return told;

  if (!narrator.chapter("What the retry changed")) return left();
  narrator.command({"runs", "diff", "1", "2"}, stage.daemon.socket(), 0);
  narrator.command({"runs"}, stage.daemon.socket(), 0);
  narrator.command({"items"}, stage.daemon.socket(), 0);
  narrator.say(narrator.broken_promises() == 0
                   ? "\nEverything went as told. The daemon and its folder are removed now."
                   : "\nThe story went differently; see the lines marked ✘ or x.");
  return {};
}

}  // namespace trawl::ctl
