// A store in a folder of its own, with short words for what the tests do to it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "store/sqlite/database.hpp"
#include "store/sqlite/open.hpp"
#include "tests/support/task_loop.hpp"
#include "tests/support/temp_dir.hpp"

namespace trawl::store {

using model::ErrorKind;
using model::PlatformStatus;
using model::RunStatus;

class StoreTest : public testing::Test {
 protected:
  StoreTest() { reopen(); }

  // As a daemon that stops in order and starts again.
  void reopen() {
    store.reset();
    auto opened = sqlite::open(options());
    ASSERT_TRUE(opened) << opened.error().message;
    store = std::move(*opened);
  }

  sqlite::OpenOptions options() {
    return {.state_dir = dir.path(), .now = [this] { return now; }};
  }

  template <class T>
  T await(Task<T> task) {
    return loop.run(std::move(task));
  }

  // The value, or a failed test.
  template <class T>
  T must(Task<Result<T>> task) {
    Result<T> result = await(std::move(task));
    if constexpr (!std::is_void_v<T>) {
      if (result) return std::move(*result);
      ADD_FAILURE() << result.error().message;
      return T{};
    } else {
      EXPECT_TRUE(result) << (result ? "" : result.error().message);
    }
  }

  // The code of a refusal, or a failed test.
  template <class T>
  Code refused(Task<Result<T>> task) {
    const Result<T> result = await(std::move(task));
    EXPECT_FALSE(result) << "expected a refusal";
    return result ? Code::internal_error : result.error().code;
  }

  static Decide asking_for(std::vector<std::string> platforms, std::optional<RunId> parent = {}) {
    return [=](const model::Lineage*) -> Result<NewRun> {
      NewRun run;
      run.trigger_kind = parent ? model::TriggerKind::retry : model::TriggerKind::manual;
      run.trigger = parent ? "retry:" + std::to_string(*parent) : "manual";
      run.parent = parent;
      run.platforms = platforms;
      run.created_at = Time(Millis(1'000));
      return run;
    };
  }

  RunId create(std::vector<std::string> platforms) {
    return must(store->create_run({}, {}, asking_for(std::move(platforms)), {})).run.id;
  }
  RunId create_retry(RunId parent, std::vector<std::string> platforms) {
    return must(store->create_run(parent, {}, asking_for(std::move(platforms), parent), {})).run.id;
  }

  // A run that is running, and all of its platforms with it.
  RunId begin(std::vector<std::string> platforms) { return begin_run(create(platforms), platforms); }
  RunId begin_run(RunId run, const std::vector<std::string>& platforms) {
    must(store->start_run(run, now));
    for (const std::string& platform : platforms) start(run, platform);
    return run;
  }
  void start(RunId run, const std::string& platform) { must(store->start_platform(starting(run, platform))); }
  PlatformStart starting(RunId run, const std::string& platform) {
    return {.run = run, .platform = platform, .plugin = {"html", "1.0.0", "d1"}, .at = now};
  }

  using KeysAndData = std::vector<std::pair<std::string, std::string>>;
  void emit(RunId run, const std::string& platform, const KeysAndData& items) {
    std::vector<model::Item> list;
    for (const auto& [key, data] : items) list.push_back({"thing", key, data});
    must(store->add_items(run, platform, std::move(list)));
  }

  PlatformEnd ending(RunId run, const std::string& platform, PlatformStatus status) {
    PlatformEnd end;
    end.run = run;
    end.platform = platform;
    end.status = status;
    end.at = now;
    return end;
  }
  Ended end(RunId run, const std::string& platform, PlatformStatus status = PlatformStatus::succeeded) {
    return must(store->end_platform(ending(run, platform, status)));
  }

  // One platform's run from its creation to its end.
  RunId scrape(const std::string& platform, const KeysAndData& items,
               PlatformStatus status = PlatformStatus::succeeded) {
    const RunId run = begin({platform});
    emit(run, platform, items);
    end(run, platform, status);
    return run;
  }

  static model::ErrorRecord error(const std::string& platform, ErrorKind kind = ErrorKind::http_status) {
    model::ErrorRecord record;
    record.platform = platform;
    record.kind = kind;
    record.message = "503 Service Unavailable";
    record.url = "http://a.example/";
    record.http_status = 503;
    return record;
  }

  // "key=data" of each item, in the store's order.
  std::vector<std::string> items(ItemFilter filter = {}) {
    std::vector<std::string> lines;
    for (const StoredItem& item : must(store->list_items(std::move(filter))))
      lines.push_back(item.key + "=" + item.data);
    return lines;
  }
  std::vector<std::string> items_of_run(RunId run) { return items({.platform = {}, .run = run}); }

  std::vector<std::string> event_types() {
    std::vector<std::string> types;
    for (const Event& event : must(store->events_after(0, 1000))) types.push_back(event.type);
    return types;
  }

  RunStatus status_of(RunId run) { return must(store->load_run(run)).status; }
  model::PlatformOutcome outcome_of(RunId run, const std::string& platform) {
    for (const auto& outcome : must(store->load_run(run)).platforms)
      if (outcome.name == platform) return outcome;
    ADD_FAILURE() << "run " << run << " has no platform " << platform;
    return {};
  }

  // A look into the tables themselves.
  std::int64_t number(std::string_view sql) {
    sqlite::Database database(dir / "trawl.db", sqlite::Database::Mode::read_only);
    return database.find<std::int64_t>(sql).value_or(-1);
  }

  test::TempDir dir;
  Time now{Millis(1'800'000'000'000)};
  test::TaskLoop loop;
  std::unique_ptr<Store> store;
};

}  // namespace trawl::store
