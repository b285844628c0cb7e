// A Store in memory for tests of what sits above it: tests fill its vectors and commit journal rows;
// reads answer from them after one turn of the loop, as a real store would. Writes that no test needs
// answer with success and do nothing. One thread.
#pragma once

#include <algorithm>
#include <map>
#include <boost/asio/post.hpp>
#include <string>
#include <utility>
#include <vector>

#include "store/store.hpp"

namespace trawl::tests {

class ScriptedStore final : public store::Store {
 public:
  std::vector<model::Run> runs;  // by id, ascending
  std::vector<store::Event> journal;
  std::vector<store::StoredError> errors;
  std::vector<store::StoredItem> items;
  std::vector<store::ItemChange> changes;
  std::vector<store::AuditRow> audit;
  store::Seq pruned_up_to = 0;  // rows up to here are gone
  int reads = 0;

  model::Run* find(model::RunId id) {
    const auto run = std::ranges::find(runs, id, &model::Run::id);
    return run == runs.end() ? nullptr : &*run;
  }

  // Adds a journal row, and tells the listener as a commit does.
  void commit(store::Event event) {
    event.seq = ++last_seq_;
    journal.push_back(std::move(event));
    if (listener_) asio::post(executor_, [this, seq = last_seq_] { listener_(seq); });
  }

  Task<Result<store::Created>> create_run(std::optional<model::RunId>, std::optional<store::IdempotencyKey>,
                                          store::Decide, std::optional<store::AuditRow>) override {
    co_return refuse(Code::internal_error, "not scripted");
  }
  Task<Result<>> start_run(model::RunId, Time) override { co_return Result<>(); }
  Task<Result<>> start_platform(store::PlatformStart) override { co_return Result<>(); }
  Task<Result<>> restart_platform(model::RunId, std::string) override { co_return Result<>(); }
  Task<Result<>> add_items(model::RunId, std::string, std::vector<model::Item>) override {
    co_return Result<>();
  }
  Task<Result<>> add_errors(model::RunId, std::vector<model::ErrorRecord>) override { co_return Result<>(); }
  Task<Result<store::Ended>> end_platform(store::PlatformEnd) override { co_return store::Ended(); }
  Task<Result<model::Run>> cancel_run(model::RunId id, Time, std::optional<store::AuditRow>) override {
    co_return co_await load_run(id);
  }
  Task<Result<>> interrupt_run(model::RunId, Time) override { co_return Result<>(); }
  Task<Result<>> save_plugin_state(std::string, std::vector<std::pair<std::string, std::string>>) override {
    co_return Result<>();
  }
  Task<Result<std::string>> keep_page(model::RunId, std::string, model::Page, std::uint64_t) override {
    co_return std::string();
  }
  Task<Result<>> save_schedule(store::ScheduleState, std::vector<store::Event>,
                               std::optional<store::AuditRow>) override {
    co_return Result<>();
  }
  Task<Result<>> set_platform_enabled(std::string, bool, Time, std::optional<store::AuditRow>) override {
    co_return Result<>();
  }
  Task<Result<>> append(store::Event event, std::optional<store::AuditRow>) override {
    commit(std::move(event));
    co_return Result<>();
  }
  Task<Result<std::int64_t>> prune(std::int64_t, Time) override { co_return 0; }

  Task<Result<model::Run>> load_run(model::RunId id) override {
    co_await turn();
    if (const model::Run* run = find(id)) co_return *run;
    co_return refuse(Code::run_not_found, "no run " + std::to_string(id), "trawlctl runs lists them");
  }
  Task<Result<model::Lineage>> load_lineage(model::RunId id) override {
    co_await turn();
    const model::Run* member = find(id);
    if (!member) co_return refuse(Code::run_not_found, "no run " + std::to_string(id));
    model::Lineage lineage;
    for (const model::Run& run : runs)
      if (run.root == member->root) lineage.attempts.push_back(run);
    co_return lineage;
  }
  Task<Result<std::vector<model::Run>>> list_runs(store::RunFilter filter) override {
    co_await turn();
    std::vector<model::Run> page;
    for (auto run = runs.rbegin(); run != runs.rend() && page.size() < static_cast<std::size_t>(filter.limit);
         ++run) {
      if (filter.before && run->id >= *filter.before) continue;
      if (filter.status && run->status != *filter.status) continue;
      if (filter.roots_only && run->parent) continue;
      if (filter.active_only && model::is_terminal(run->status)) continue;
      const auto named = [&](const auto& outcome) { return outcome.name == filter.platform; };
      if (!filter.platform.empty() && std::ranges::none_of(run->platforms, named)) continue;
      page.push_back(*run);
    }
    co_return page;
  }
  Task<Result<std::vector<store::StoredError>>> list_errors(store::ErrorFilter filter) override {
    co_await turn();
    std::vector<store::StoredError> page;
    for (const auto& error : errors)
      if (error.id > filter.after && (!filter.run || error.run == *filter.run) &&
          page.size() < static_cast<std::size_t>(filter.limit))
        page.push_back(error);
    co_return page;
  }
  Task<Result<std::vector<store::HistoryEntry>>> history(store::HistoryFilter filter) override {
    co_await turn();
    std::vector<store::HistoryEntry> entries;
    for (auto run = runs.rbegin(); run != runs.rend(); ++run)
      for (const auto& outcome : run->platforms)
        if (outcome.name == filter.platform && (!filter.status || outcome.status == *filter.status) &&
            entries.size() < static_cast<std::size_t>(filter.limit))
          entries.push_back({run->id, outcome});
    co_return entries;
  }
  Task<Result<std::vector<std::pair<model::ErrorKind, std::int64_t>>>> count_errors(model::RunId from) override {
    co_await turn();
    std::map<model::ErrorKind, std::int64_t> counts;
    for (const auto& error : errors)
      if (error.run >= from && error.record.severity == model::Severity::error) ++counts[error.record.kind];
    co_return std::vector<std::pair<model::ErrorKind, std::int64_t>>(counts.begin(), counts.end());
  }
  Task<Result<std::vector<store::StoredItem>>> list_items(store::ItemFilter filter) override {
    co_await turn();
    std::vector<store::StoredItem> page;
    for (const auto& item : items)
      if (item.position > filter.after && page.size() < static_cast<std::size_t>(filter.limit))
        page.push_back(item);
    co_return page;
  }
  Task<Result<std::vector<store::ItemChange>>> diff(model::RunId, model::RunId) override {
    co_await turn();
    co_return changes;
  }
  Task<Result<std::vector<store::Event>>> events_after(store::Seq seq, int limit) override {
    co_await turn();
    if (seq < pruned_up_to) co_return refuse(Code::gone, "those events were removed");
    std::vector<store::Event> page;
    const auto first = std::ranges::upper_bound(journal, seq, {}, &store::Event::seq);
    for (auto event = first; event != journal.end() && page.size() < static_cast<std::size_t>(limit); ++event)
      page.push_back(*event);
    co_return page;
  }
  Task<Result<std::vector<store::ScheduleState>>> schedule_states() override {
    co_return std::vector<store::ScheduleState>();
  }
  Task<Result<std::vector<std::pair<std::string, bool>>>> platform_overrides() override {
    co_return std::vector<std::pair<std::string, bool>>();
  }
  Task<Result<std::vector<std::pair<std::string, std::string>>>> load_plugin_state(std::string) override {
    co_return std::vector<std::pair<std::string, std::string>>();
  }
  Task<Result<store::Counts>> counts() override {
    co_await turn();
    co_return store::Counts{.runs = static_cast<std::int64_t>(runs.size()), .last_seq = last_seq_};
  }
  void on_commit(asio::any_io_executor executor, std::function<void(store::Seq)> listener) override {
    executor_ = std::move(executor);
    listener_ = std::move(listener);
  }
  std::string instance_id() const override { return "scripted"; }

 private:
  Task<> turn() {
    ++reads;
    const auto executor = co_await asio::this_coro::executor;
    co_await asio::post(executor, asio::use_awaitable);
  }

  asio::any_io_executor executor_;
  std::function<void(store::Seq)> listener_;
  store::Seq last_seq_ = 0;
};

}  // namespace trawl::tests
