// How a platform ends, event by event. No process, no network, no clock.
#include "engine/platform_task.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "trawl/plugin.h"

namespace trawl::engine {
namespace {

using model::ErrorKind;
using model::PlatformStatus;
using testing::HasSubstr;
using testing::IsEmpty;

// Feeds a task and keeps what it commanded.
class Scene {
 public:
  explicit Scene(TaskLimits limits = {}) : task_("shop", {}, limits) { feed(Launched{}); }

  Scene& feed(TaskEvent event) {
    for (Command& command : task_.on(std::move(event), Time{})) {
      if (auto* finish = std::get_if<Finish>(&command))
        finish_ = std::move(*finish);
      else if (std::holds_alternative<KillWorker>(command))
        ++kills_;
      else if (auto* items = std::get_if<StoreItems>(&command))
        stored_ += items->items.size(), ++pending_;
      else if (std::holds_alternative<SaveState>(command))
        ++pending_;
      else if (auto* keep = std::get_if<KeepPage>(&command))
        pages_.push_back(std::move(*keep));
      else if (auto* fetch = std::get_if<FetchUrl>(&command))
        fetched_.push_back(fetch->what.url);
      else if (auto* send = std::get_if<Send>(&command))
        sent_.push_back(std::move(send->message));
    }
    while (pending_ > 0 && store_answers_) {
      --pending_;
      feed(StoreEnded{});
    }
    return *this;
  }
  template <class Message>
  Scene& says(Message message) {
    return feed(wire::ToDaemon(std::move(message)));
  }
  Scene& emits(std::string key) { return says(wire::Item{"item", std::move(key), "{}"}); }
  Scene& asks(std::uint64_t request, std::string url, std::uint32_t flags = 0) {
    wire::Fetch fetch;
    fetch.request = request;
    fetch.url = std::move(url);
    fetch.flags = flags;
    return says(std::move(fetch));
  }
  Scene& gets(std::uint64_t request, int status) {
    fetch::Response response;
    response.url = "http://shop/" + std::to_string(request);
    response.status = status;
    return feed(FetchEnded{request, std::move(response)});
  }
  Scene& is_denied(std::uint64_t request, ErrorKind kind) {
    return feed(FetchEnded{request, std::unexpected(fetch::Failure{kind, "no answer", "http://shop/", 1})});
  }
  Scene& dies(worker::Exit exit = {}) { return feed(WorkerGone{std::move(exit), std::nullopt}); }

  const Finish& end() const { return finish_.value(); }
  bool ended() const { return finish_.has_value(); }
  ErrorKind only_error() const {
    EXPECT_EQ(end().errors.size(), 1u);
    return end().errors.at(0).kind;
  }
  const std::string& message() const { return end().errors.at(0).message; }

  PlatformTask task_;
  std::optional<Finish> finish_;
  int kills_ = 0, pending_ = 0;
  bool store_answers_ = true;
  std::size_t stored_ = 0;
  std::vector<KeepPage> pages_;
  std::vector<std::string> fetched_;
  std::vector<wire::ToWorker> sent_;
};

TEST(PlatformEnds, SucceededNeedsTheDoneFrame) {
  EXPECT_EQ(Scene().emits("a").says(wire::Done{TRAWL_OK, ""}).dies().end().status, PlatformStatus::succeeded);
}

TEST(PlatformEnds, ExitWithoutDoneIsACrashEvenWithCodeZero) {
  const auto scene = Scene().emits("a").dies();
  EXPECT_EQ(scene.end().status, PlatformStatus::failed);
  EXPECT_EQ(scene.only_error(), ErrorKind::worker_crashed);
  EXPECT_THAT(scene.message(), HasSubstr("exited with code 0"));
}

TEST(PlatformEnds, ACrashNamesSignalAndUrlBeingHandled) {
  Scene scene;
  scene.asks(1, "http://shop/1").gets(1, 200).says(wire::Taken{1}).dies({.signal = SIGSEGV});
  EXPECT_EQ(scene.only_error(), ErrorKind::worker_crashed);
  EXPECT_THAT(scene.message(), HasSubstr("signal 11"));
  EXPECT_EQ(scene.end().errors[0].url, "http://shop/1");
}

TEST(PlatformEnds, AfterReleaseThePageIsNoLongerBlamed) {
  Scene scene;
  scene.asks(1, "http://shop/1")
      .gets(1, 200)
      .says(wire::Taken{1})
      .says(wire::Released{1})
      .dies({.signal = SIGABRT});
  EXPECT_THAT(scene.end().errors[0].url, IsEmpty());
}

TEST(PlatformEnds, AtTheDeadlineTheWorkerIsKilledAndTheKindIsDeadline) {
  Scene scene;
  scene.feed(StopRequested{Stop::deadline});
  EXPECT_EQ(scene.kills_, 1);
  EXPECT_FALSE(scene.ended()) << "the end is reported when the process is gone";
  scene.dies({.signal = SIGKILL});
  EXPECT_EQ(scene.end().status, PlatformStatus::failed);
  EXPECT_EQ(scene.only_error(), ErrorKind::deadline);
}

TEST(PlatformEnds, CancelledAndInterruptedKeepTheirOwnStatus) {
  EXPECT_EQ(Scene().feed(StopRequested{Stop::cancelled}).dies({.signal = SIGKILL}).end().status,
            PlatformStatus::cancelled);
  EXPECT_EQ(Scene().feed(StopRequested{Stop::interrupted}).dies({.signal = SIGKILL}).end().status,
            PlatformStatus::interrupted);
}

TEST(PlatformEnds, TheFirstReasonToStopStands) {
  Scene scene;
  scene.feed(StopRequested{Stop::deadline}).feed(StopRequested{Stop::cancelled}).dies({.signal = SIGKILL});
  EXPECT_EQ(scene.only_error(), ErrorKind::deadline);
}

TEST(PlatformEnds, DoneWinsOverADeadlineThatComesAfterIt) {
  Scene scene;
  scene.says(wire::Done{TRAWL_OK, ""}).feed(StopRequested{Stop::deadline}).dies({.signal = SIGKILL});
  EXPECT_EQ(scene.end().status, PlatformStatus::succeeded);
}

TEST(PlatformEnds, NearTheMemoryLimitADeathIsCalledMemory) {
  TaskLimits limits;
  limits.memory = 100u << 20;
  EXPECT_EQ(Scene(limits).dies({.signal = SIGKILL, .max_rss_bytes = 90u << 20}).only_error(),
            ErrorKind::memory);
  EXPECT_EQ(Scene(limits).dies({.signal = SIGKILL, .max_rss_bytes = 10u << 20}).only_error(),
            ErrorKind::worker_crashed);
}

TEST(PlatformEnds, AnExceptionThatSaysBadAllocIsMemoryToo) {
  EXPECT_EQ(Scene()
                .says(wire::Report{TRAWL_ERROR, "exception", "", "std::bad_alloc"})
                .says(wire::Done{TRAWL_FAILED, ""})
                .dies()
                .only_error(),
            ErrorKind::memory);
}

TEST(PlatformEnds, AFailingPluginWithoutAWordGetsOne) {
  const auto scene = Scene().says(wire::Done{TRAWL_FAILED, ""}).dies();
  EXPECT_EQ(scene.only_error(), ErrorKind::plugin);
  EXPECT_THAT(scene.message(), HasSubstr("status -4"));
}

TEST(PlatformEnds, APluginThatCannotBeLoadedIsAConfigurationError) {
  const auto scene = Scene().says(wire::LoadFailed{"undefined symbol: nope"}).dies();
  EXPECT_EQ(scene.only_error(), ErrorKind::config);
  EXPECT_THAT(scene.message(), HasSubstr("undefined symbol"));
}

TEST(PlatformEnds, ALaunchThatIsRefusedEndsItAtOnce) {
  PlatformTask task("shop", {}, {});
  const auto commands = task.on(LaunchRefused{{Code::plugin_unavailable, "no such file"}}, Time{});
  ASSERT_EQ(commands.size(), 1u);
  EXPECT_EQ(std::get<Finish>(commands[0]).status, PlatformStatus::failed);
}

TEST(PlatformEnds, TwoEndsAreOne) {
  Scene scene;
  scene.dies();
  EXPECT_THAT(scene.task_.on(WorkerGone{{}, std::nullopt}, Time{}), IsEmpty());
}

TEST(FetchErrors, TheHostListsThemNotThePlugin) {
  Scene scene;
  scene.asks(1, "http://shop/1").gets(1, 503).says(wire::Done{TRAWL_OK, ""}).dies();
  EXPECT_EQ(scene.end().status, PlatformStatus::partial);
  EXPECT_EQ(scene.only_error(), ErrorKind::http_status);
  EXPECT_EQ(scene.end().errors[0].http_status, 503);
}

TEST(FetchErrors, TooManyRequestsHasAKindOfItsOwn) {
  EXPECT_EQ(Scene().asks(1, "u").gets(1, 429).says(wire::Done{}).dies().only_error(),
            ErrorKind::rate_limited);
}

TEST(FetchErrors, ExpectedFailuresStayOffTheList) {
  Scene scene;
  scene.asks(1, "u", TRAWL_REQ_QUIET).gets(1, 404).asks(2, "v", TRAWL_REQ_QUIET).is_denied(2, ErrorKind::dns);
  scene.says(wire::Done{}).dies();
  EXPECT_EQ(scene.end().status, PlatformStatus::succeeded);
  EXPECT_EQ(scene.end().fetches, 2);
}

TEST(FetchErrors, KeepTheKindOfTheFetcher) {
  for (const auto kind :
       {ErrorKind::dns, ErrorKind::connect, ErrorKind::tls, ErrorKind::timeout, ErrorKind::truncated})
    EXPECT_EQ(Scene().asks(1, "u").is_denied(1, kind).says(wire::Done{}).dies().only_error(), kind);
}

TEST(Protocol, MoreFetchesThanTheWindowEndTheWorker) {
  TaskLimits limits;
  limits.in_flight = 2;
  Scene scene(limits);
  scene.asks(1, "a").asks(2, "b").asks(3, "c");
  EXPECT_EQ(scene.kills_, 1);
  EXPECT_EQ(scene.fetched_.size(), 2u);
  EXPECT_EQ(scene.dies().only_error(), ErrorKind::worker_crashed);
}

TEST(Protocol, ReleasingWhatWasNeverAnsweredEndsTheWorker) {
  EXPECT_EQ(Scene().says(wire::Released{7}).dies().only_error(), ErrorKind::worker_crashed);
  EXPECT_EQ(Scene().asks(1, "a").says(wire::Released{1}).dies().only_error(), ErrorKind::worker_crashed);
}

TEST(Protocol, ADoomedWorkerIsNotListenedTo) {
  Scene scene;
  scene.says(wire::Released{7}).emits("late").says(wire::Done{TRAWL_OK, ""}).dies();
  EXPECT_EQ(scene.end().status, PlatformStatus::failed);
  EXPECT_EQ(scene.stored_, 0u);
}

TEST(Items, AreStoredInBatchesAndTheRestAtTheEnd) {
  TaskLimits limits;
  limits.item_batch = 2;
  Scene scene(limits);
  scene.emits("a").emits("b");
  EXPECT_EQ(scene.stored_, 2u);
  scene.emits("c");
  EXPECT_EQ(scene.stored_, 2u);
  scene.says(wire::Done{}).dies();
  EXPECT_EQ(scene.stored_, 3u);
}

TEST(Items, TheEndWaitsForTheStoreAndAFailedStoreIsAFailedPlatform) {
  Scene scene;
  scene.store_answers_ = false;
  scene.emits("a").says(wire::Done{}).dies();
  EXPECT_FALSE(scene.ended());
  scene.feed(StoreEnded{Error{Code::storage_full, "disk full"}});
  EXPECT_EQ(scene.end().status, PlatformStatus::failed);
  EXPECT_EQ(scene.only_error(), ErrorKind::storage_full);
}

TEST(Items, AnItemThatIsNoObjectIsAnErrorOfThePlugin) {
  EXPECT_EQ(Scene().says(wire::Item{"item", "k", "[]"}).says(wire::Done{}).dies().only_error(),
            ErrorKind::plugin);
}

TEST(Items, AFloodEndsTheWorker) {
  TaskLimits limits;
  limits.items = 3;
  Scene scene(limits);
  scene.emits("a").emits("b").emits("c");
  EXPECT_EQ(scene.kills_, 0);
  scene.emits("d");
  EXPECT_EQ(scene.kills_, 1);
  EXPECT_EQ(scene.dies().only_error(), ErrorKind::too_large);
}

TEST(Reports, WarningsDoNotFailAPlatform) {
  const auto scene =
      Scene().says(wire::Report{TRAWL_WARNING, "odd", "", "odd price"}).says(wire::Done{}).dies();
  EXPECT_EQ(scene.end().status, PlatformStatus::succeeded);
  EXPECT_EQ(scene.end().errors.size(), 1u);
}

TEST(Reports, MayNameOneOfTrawlsOwnKinds) {
  EXPECT_EQ(
      Scene().says(wire::Report{TRAWL_ERROR, "parse", "", "no HTML"}).says(wire::Done{}).dies().only_error(),
      ErrorKind::parse);
}

TEST(Reports, AreListedUpToALimitAndThenOnlyCounted) {
  TaskLimits limits;
  limits.error_records = 2;
  Scene scene(limits);
  for (int i = 0; i < 5; ++i) scene.says(wire::Report{TRAWL_ERROR, "x", "", "y"});
  scene.says(wire::Done{}).dies();
  EXPECT_EQ(scene.end().errors.size(), 3u);
  EXPECT_THAT(scene.end().errors.back().message, HasSubstr("3 further"));
}

TEST(Reports, OfAnyBytesBecomeUtf8CutBetweenCharacters) {
  Scene scene;
  scene.says(wire::Report{TRAWL_ERROR, "parse", "", "bad \xff byte"});
  scene.says(wire::Report{TRAWL_ERROR, "parse", "", std::string(1999, 'a') + "\u20ac"});
  scene.says(wire::Done{}).dies();
  EXPECT_EQ(scene.end().errors[0].message, "bad \\xff byte");
  EXPECT_EQ(scene.end().errors[1].message, std::string(1999, 'a') + "...");
}

TaskLimits with_pages() {
  TaskLimits limits;
  limits.kept_pages = 1 << 20;
  return limits;
}

wire::Report report_about(std::string code, std::string page) {
  return {TRAWL_ERROR, std::move(code), "http://shop/1", "no price", "text/html", std::move(page)};
}

TEST(Pages, OfAReportAreKeptAndItsMessageNamesTheFile) {
  Scene scene(with_pages());
  scene.says(report_about("parse", "<p>")).feed(PageKept{0, "/state/pages/7/shop-1.html"});
  EXPECT_EQ(scene.pages_.at(0).page.body, "<p>");
  scene.says(wire::Done{}).dies();
  EXPECT_EQ(scene.message(), "no price (the page: /state/pages/7/shop-1.html)");
}

TEST(Pages, OfAnErrorStatusAreKeptToo) {
  Scene scene(with_pages());
  fetch::Response denied;
  denied.url = "http://shop/1";
  denied.status = 403;
  denied.headers = {{"Content-Type", "text/html"}};
  denied.body = "Are you a robot?";
  scene.asks(1, "http://shop/1").feed(FetchEnded{1, std::move(denied)});
  ASSERT_EQ(scene.pages_.size(), 1u);
  EXPECT_EQ(scene.pages_[0].page.content_type, "text/html");
  EXPECT_EQ(scene.pages_[0].page.body, "Are you a robot?");
}

TEST(Pages, AreKeptForTheFirstErrorsOfEachKind) {
  Scene scene(with_pages());
  for (int i = 0; i < 5; ++i) scene.says(report_about("parse", "<p>")).says(report_about("mine", "<b>"));
  EXPECT_EQ(scene.pages_.size(), 4u);
}

TEST(Pages, ThatCouldNotBeKeptAreNotNamed) {
  Scene scene(with_pages());
  scene.says(report_about("parse", "<p>")).feed(PageKept{0, ""}).says(wire::Done{}).dies();
  EXPECT_EQ(scene.message(), "no price");
}

TEST(Pages, AreNotKeptWithoutABudget) {
  EXPECT_THAT(Scene().says(report_about("parse", "<p>")).pages_, IsEmpty());
}

TEST(State, IsKeptAtACheckpointAndOtherwiseOnlyOnSuccess) {
  const wire::State last_id{"last_id", "7"};
  EXPECT_EQ(Scene().says(last_id).says(wire::Done{}).dies().end().state.size(), 1u);
  EXPECT_THAT(Scene().says(last_id).says(wire::Done{TRAWL_FAILED, ""}).dies().end().state, IsEmpty());
  Scene scene;
  scene.says(last_id).says(wire::Checkpoint{}).dies();
  EXPECT_EQ(scene.pending_, 0);
}

}  // namespace
}  // namespace trawl::engine
