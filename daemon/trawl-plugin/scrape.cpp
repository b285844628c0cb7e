#include "trawl-plugin/scrape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/signal_set.hpp>
#include <csignal>

#include "base/system_clock.hpp"
#include "cassette/player.hpp"
#include "cassette/recorder.hpp"
#include "fetch/curl_fetcher.hpp"
#include "store/expectations.hpp"

namespace trawl::author {
namespace {

using cassette::Cassette;
using cassette::Source;

constexpr const char* no_network = "nothing was fetched: run it with --record DIR to make one";
constexpr Millis longest_end{2'000};

// Tells of each answer on its way.
class Told final : public fetch::Fetcher {
 public:
  Told(fetch::Fetcher& next, std::function<void(const std::string&)> tell)
      : next_(next), tell_(std::move(tell)) {}

  Task<std::expected<fetch::Response, fetch::Failure>> fetch(fetch::Request request,
                                                             std::shared_ptr<fetch::Session> session,
                                                             std::stop_token stop) override {
    const std::string asked = to_string(cassette::question_of(request, session->policy().redact_query));
    auto outcome = co_await next_.fetch(std::move(request), std::move(session), std::move(stop));
    if (!tell_) co_return outcome;
    if (outcome)
      tell_(fmt::format("{} -> {}, {} bytes, {} ms", asked, outcome->status, outcome->body.size(),
                        outcome->elapsed.count()));
    else
      tell_(fmt::format("{} -> {}", asked, model::info(outcome.error().kind).name));
    co_return outcome;
  }

 private:
  fetch::Fetcher& next_;
  std::function<void(const std::string&)> tell_;
};

std::int64_t now_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(SystemClock().now().time_since_epoch())
      .count();
}

Result<std::optional<Cassette>> open_cassette(const Scrape& wanted) {
  if (wanted.cassette.empty()) return std::optional<Cassette>();
  if (wanted.source == Source::network) return std::optional(Cassette(wanted.cassette));
  auto opened = Cassette::open(wanted.cassette);
  if (opened) return std::optional(std::move(*opened));
  if (!Cassette::exists(wanted.cassette))
    return refuse(Code::config_invalid, fmt::format("{} holds no cassette", wanted.cassette.string()),
                  no_network);
  return std::unexpected(std::move(opened.error()));
}

void begin_recording(Cassette& cassette, const Subject& subject, const Trial& trial) {
  cassette.header = {.now_us = trial.now_us,
                     .seed = trial.seed,
                     .plugin = subject.plugin.id,
                     .platform = subject.platform.name,
                     .redact_query = subject.platform.fetch->redact_query};
}

Trial trial_of(const Subject& subject) {
  Trial trial;
  trial.plugin = subject.plugin.file;
  trial.plugin_id = subject.plugin.id;
  trial.platform = subject.platform.name;
  trial.config = subject.platform.config;
  trial.limits.memory = subject.platform.limits.memory;
  trial.limits.secret_keys = subject.platform.fetch->redact_query;
  trial.limits.item_batch = 1;  // they are shown as they come
  trial.time_limit = subject.platform.limits.time;
  trial.policy = subject.platform.fetch;
  trial.control = std::make_shared<engine::PlatformControl>();
  return trial;
}

// What the store would make of it, were there one.
void judge(const Subject& subject, Scraped& scraped) {
  store::PlatformEnd end;
  end.platform = subject.platform.name;
  end.status = scraped.status;
  end.min_items = subject.platform.expect.min_items;
  store::Evidence evidence;
  evidence.items = static_cast<std::int64_t>(scraped.items.size());
  evidence.errors = std::ranges::count(scraped.errors, model::Severity::error, &model::ErrorRecord::severity);
  auto judgement = store::judge(end, evidence);
  scraped.status = judgement.status;
  std::ranges::move(judgement.broken, std::back_inserter(scraped.errors));
}

// Which fetcher a source means. Built in place, because a fetcher stays where it is.
class Fetchers {
 public:
  Fetchers(asio::io_context& io, Scrape& wanted, std::optional<Cassette>& cassette) {
    if (wanted.source == Source::cassette) {
      player_.emplace(*cassette, io.get_executor(), wanted.seed);
      last_ = &*player_;
    } else {
      if (!wanted.site) network_ = fetch::make_curl_fetcher(io.get_executor(), clock_, {}, metrics_);
      last_ = wanted.site ? wanted.site : network_.get();
    }
    if (cassette && !player_) {
      const bool adds = wanted.source == Source::both;
      recorder_.emplace(*cassette, *last_, clock_,
                        adds ? cassette::Recorder::Known::played : cassette::Recorder::Known::replaced);
      last_ = &*recorder_;
    }
    told_.emplace(*last_, std::move(wanted.on_answer));
  }

  fetch::Fetcher& fetcher() { return *told_; }
  cassette::Player* player() { return player_ ? &*player_ : nullptr; }
  const cassette::Recorder* recorder() const { return recorder_ ? &*recorder_ : nullptr; }

 private:
  SystemClock clock_;
  fetch::Metrics metrics_;
  std::unique_ptr<fetch::Fetcher> network_;
  std::optional<cassette::Player> player_;
  std::optional<cassette::Recorder> recorder_;
  std::optional<Told> told_;
  fetch::Fetcher* last_ = nullptr;
};

}  // namespace

Result<Scraped> scrape(asio::io_context& io, worker::Launcher& launcher, const Subject& subject,
                       Scrape wanted) {
  auto opened = open_cassette(wanted);
  if (!opened) return std::unexpected(std::move(opened.error()));
  std::optional<Cassette>& cassette = *opened;
  const bool plays = wanted.source != Source::network && cassette;

  Trial trial = trial_of(subject);
  trial.replay = wanted.source == Source::cassette;
  trial.now_us = plays && cassette->header.now_us != 0 ? cassette->header.now_us : now_us();
  trial.seed = plays ? cassette->header.seed : wanted.seed.value_or(1);
  if (cassette && !plays) begin_recording(*cassette, subject, trial);

  Scraped scraped;
  std::uint64_t count = 0;
  trial.on_item = [&, control = trial.control](const model::Item& item) {
    const bool wants_more = wanted.max_items == 0 || count < wanted.max_items;
    if (!wants_more) return;
    scraped.items.push_back(item);
    if (wanted.on_item) wanted.on_item(item);
    if (++count == wanted.max_items) control->stop(engine::Stop::cancelled);
  };
  auto interrupt = std::make_unique<asio::signal_set>(io, SIGINT, SIGTERM);
  interrupt->async_wait([control = trial.control](boost::system::error_code fault, int) {
    if (!fault) control->stop(engine::Stop::interrupted);
  });
  const auto fetchers = std::make_unique<Fetchers>(io, wanted, cassette);
  if (auto* player = fetchers->player()) trial.on_waiting = player->on_waiting();
  TrialResult result = run_trial(launcher, fetchers->fetcher(), io, std::move(trial));
  interrupt.reset();
  io.run_for(
      longest_end);  // what the end cut off ends while its fetcher lives; at once when there is nothing
  io.restart();

  scraped.status = result.end.status;
  scraped.errors = std::move(result.end.errors);
  scraped.breaches = std::move(result.end.breaches);
  if (wanted.max_items != 0 && count >= wanted.max_items) {
    std::erase_if(scraped.errors,
                  [](const auto& error) { return error.kind == model::ErrorKind::cancelled; });
    scraped.status = model::PlatformStatus::succeeded;
  }
  judge(subject, scraped);
  if (auto* player = fetchers->player()) {
    scraped.unmatched = player->unmatched();
    scraped.unplayed = player->unplayed();
  }
  if (const auto* recorder = fetchers->recorder()) {
    if (recorder->fault()) return std::unexpected(*recorder->fault());
    if (auto saved = cassette->save(); !saved) return std::unexpected(std::move(saved.error()));
  }
  scraped.cassette = std::move(cassette);
  return scraped;
}

}  // namespace trawl::author
