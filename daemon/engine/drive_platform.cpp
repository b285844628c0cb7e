#include "engine/drive_platform.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/post.hpp>
#include <deque>
#include <optional>
#include <stop_token>
#include <utility>

#include "base/log.hpp"
#include "trawl/plugin.h"
#include "wire/fields.hpp"

namespace trawl::engine {
namespace {

static_assert(model::largest_max_body <= wire::max_body,
              "every body that may be fetched reaches the worker whole");

constexpr std::size_t mailbox_size = 64;  // a worker that says more waits in the kernel

struct Wake {};          // someone called stop()
struct WorkerClosed {};  // the receiver's last word
using Letter = std::variant<TaskEvent, Wake, WorkerClosed>;

// What happened, in order of arrival. Children hold it too, so that one that ends late still has
// somewhere to put its result; a closed mailbox swallows it.
using Mailbox = asio::experimental::channel<void(boost::system::error_code, Letter)>;

Task<> put(std::shared_ptr<Mailbox> mailbox, Letter letter) {
  // Mostly there is room; then a turn of the loop is spared.
  if (mailbox->try_send(boost::system::error_code{}, std::move(letter))) co_return;
  co_await mailbox->async_send(boost::system::error_code{}, std::move(letter),
                               asio::as_tuple(asio::use_awaitable));
}

log::Level log_level(std::int32_t plugin_level) {
  if (plugin_level >= TRAWL_ERROR) return log::Level::error;
  if (plugin_level == TRAWL_WARNING) return log::Level::warning;
  return plugin_level == TRAWL_INFO ? log::Level::info : log::Level::debug;
}

}  // namespace

void PlatformControl::stop(Stop reason) {
  const std::lock_guard lock(mutex_);
  if (stop_ == Stop::none) stop_ = reason;
  if (wake_) wake_();
}

Progress PlatformControl::progress() const {
  const std::lock_guard lock(mutex_);
  return progress_;
}

void PlatformControl::publish(const Progress& progress) {
  const std::lock_guard lock(mutex_);
  progress_ = progress;
}

class PlatformDriver {
 public:
  PlatformDriver(asio::any_io_executor executor, CrawlServices services, PlatformJob job)
      : executor_(executor),
        services_(services),
        job_(std::move(job)),
        session_(std::make_shared<fetch::Session>(job_.platform, job_.policy)),
        mailbox_(std::make_shared<Mailbox>(executor, mailbox_size)),
        outbox_(std::make_shared<Outbox>(executor)),
        task_(job_.platform, std::move(job_.start), job_.limits) {}

  Task<Finish> run() {
    listen_for_stop();
    co_await launch();
    while (!finish_) {
      Letter letter = co_await next_letter();
      if (auto* event = std::get_if<TaskEvent>(&letter))
        co_await feed(std::move(*event));
      else if (std::holds_alternative<WorkerClosed>(letter))
        co_await collect_exit();
      co_await honour_stop();
    }
    job_.control->publish(task_.progress());
    wind_down();
    co_return std::move(*finish_);
  }

 private:
  // Messages to the worker wait here while it is busy, so that the driver never blocks on it. Bounded by
  // the task: one response per open fetch, one Start.
  struct Outbox {
    explicit Outbox(asio::any_io_executor executor) : ready(executor, 1) {}
    std::deque<wire::ToWorker> messages;
    asio::experimental::channel<void(boost::system::error_code)> ready;
    bool closed = false;
  };

  void listen_for_stop() {
    const std::lock_guard lock(job_.control->mutex_);
    job_.control->wake_ = [executor = executor_, mailbox = mailbox_] {
      asio::post(executor, [mailbox] { mailbox->try_send(boost::system::error_code{}, Letter(Wake{})); });
    };
  }

  Task<> launch() {
    auto launched = services_.launcher.launch(job_.launch);
    if (!launched) {
      co_await feed(LaunchRefused{std::move(launched.error())});
      co_return;
    }
    worker_ = std::shared_ptr<worker::Worker>(std::move(*launched));
    spawn(executor_, "worker receiver", receive_all(worker_, mailbox_, fault_));
    spawn(executor_, "worker sender", send_all(worker_, outbox_));
    start_deadline();
    co_await feed(Launched{});
    co_await honour_stop();
  }

  // Children. Static: what they use, they own a share of.

  static Task<> receive_all(std::shared_ptr<worker::Worker> worker, std::shared_ptr<Mailbox> mailbox,
                            std::shared_ptr<std::optional<Error>> fault) {
    for (;;) {
      auto message = co_await worker->receive();
      if (!message) {
        if (message.error().code == Code::protocol_error) *fault = std::move(message.error());
        break;
      }
      Letter letter = TaskEvent(std::move(*message));
      co_await put(mailbox, std::move(letter));
    }
    Letter last = WorkerClosed{};
    co_await put(mailbox, std::move(last));
  }

  static Task<> send_all(std::shared_ptr<worker::Worker> worker, std::shared_ptr<Outbox> outbox) {
    while (!outbox->closed) {
      if (outbox->messages.empty()) {
        co_await outbox->ready.async_receive(asio::use_awaitable);
        continue;
      }
      wire::ToWorker message = std::move(outbox->messages.front());
      outbox->messages.pop_front();
      const bool sent = co_await worker->send(std::move(message));
      if (!sent) co_return;  // the receiver notices the worker's end, too
    }
  }

  static Task<> fetch_one(fetch::Fetcher& fetcher, std::uint64_t request, fetch::Request what,
                          std::shared_ptr<fetch::Session> session, std::stop_token stop,
                          std::shared_ptr<Mailbox> mailbox) {
    auto result = co_await fetcher.fetch(std::move(what), std::move(session), std::move(stop));
    Letter letter = TaskEvent(FetchEnded{request, std::move(result)});
    co_await put(std::move(mailbox), std::move(letter));
  }

  void start_deadline() {
    // The handler keeps the signal: a cancelled sleep ends after the driver is gone.
    auto expire = [control = job_.control, signal = deadline_](std::exception_ptr cancelled) {
      if (!cancelled) control->stop(Stop::deadline);
    };
    asio::co_spawn(executor_, services_.clock.sleep_for(job_.time_limit),
                   asio::bind_cancellation_slot(deadline_->slot(), std::move(expire)));
  }

  // The loop's parts.

  // Letters that are there already are taken without a turn of the loop. What others see of the progress is
  // brought up to date before each wait.
  Task<Letter> next_letter() {
    Letter letter;
    const auto take = [&](boost::system::error_code, Letter next) { letter = std::move(next); };
    if (mailbox_->try_receive(take)) co_return letter;
    job_.control->publish(task_.progress());
    co_return co_await mailbox_->async_receive(asio::use_awaitable);
  }

  Task<> collect_exit() {
    if (*fault_) worker_->kill();  // it may still run, saying things that nobody reads
    close_outbox();
    auto exit = co_await worker_->wait();
    TaskEvent event = WorkerGone{std::move(exit), *fault_};
    co_await feed(std::move(event));
  }

  void close_outbox() {
    outbox_->closed = true;
    outbox_->ready.try_send(boost::system::error_code{});
  }

  Task<> honour_stop() {
    if (finish_) co_return;
    Stop wanted;
    {
      const std::lock_guard lock(job_.control->mutex_);
      wanted = job_.control->stop_;
    }
    if (wanted != Stop::none) co_await feed(StopRequested{wanted});
  }

  Task<> feed(TaskEvent event) {
    auto commands = task_.on(std::move(event), services_.clock.now());
    for (Command& command : commands) co_await carry_out(std::move(command));
  }

  Task<> carry_out(Command command) {
    if (auto* send = std::get_if<Send>(&command)) {
      outbox_->messages.push_back(std::move(send->message));
      outbox_->ready.try_send(boost::system::error_code{});
    } else if (auto* fetch = std::get_if<FetchUrl>(&command)) {
      spawn(executor_, "fetch",
            fetch_one(services_.fetcher, fetch->request, std::move(fetch->what), session_,
                      fetches_.get_token(), mailbox_));
    } else if (auto* items = std::get_if<StoreItems>(&command)) {
      auto stored = co_await services_.sink.add_items(job_.run, job_.platform, std::move(items->items));
      co_await feed(StoreEnded{stored ? std::nullopt : std::optional(std::move(stored.error()))});
    } else if (auto* state = std::get_if<SaveState>(&command)) {
      auto saved = co_await services_.sink.save_plugin_state(job_.platform, std::move(state->state));
      co_await feed(StoreEnded{saved ? std::nullopt : std::optional(std::move(saved.error()))});
    } else if (auto* keep = std::get_if<KeepPage>(&command)) {
      co_await keep_page(std::move(*keep));
    } else if (std::holds_alternative<PluginWaits>(command)) {
      if (job_.on_waiting) job_.on_waiting();
    } else if (std::holds_alternative<KillWorker>(command)) {
      fetches_.request_stop();
      if (worker_) worker_->kill();
    } else if (auto* line = std::get_if<LogLine>(&command)) {
      if (const auto level = log_level(line->level); log::enabled(level))
        log::write(level, "plugin.log",
                   fmt::format("run {} platform {}: {}", job_.run, job_.platform, line->text));
    } else if (auto* finish = std::get_if<Finish>(&command)) {
      finish_ = std::move(*finish);
    }
  }

  Task<> keep_page(KeepPage keep) {
    auto kept = co_await services_.sink.keep_page(job_.run, job_.platform, std::move(keep.page),
                                                  job_.limits.kept_pages);
    if (!kept)
      log::warning("page.not_kept", "run {} platform {}: {}", job_.run, job_.platform, kept.error().message);
    TaskEvent event = PageKept{keep.error, kept ? std::move(*kept) : std::string()};
    co_await feed(std::move(event));
  }

  // Fetches still open are told to stop; they end soon, and what they bring is swallowed.
  void wind_down() {
    {
      const std::lock_guard lock(job_.control->mutex_);
      job_.control->wake_ = nullptr;
    }
    deadline_->emit(asio::cancellation_type::all);
    fetches_.request_stop();
    close_outbox();
    mailbox_->close();
  }

  asio::any_io_executor executor_;
  CrawlServices services_;
  PlatformJob job_;
  std::shared_ptr<fetch::Session> session_;
  std::shared_ptr<Mailbox> mailbox_;
  std::shared_ptr<Outbox> outbox_;
  std::shared_ptr<std::optional<Error>> fault_ = std::make_shared<std::optional<Error>>();
  std::shared_ptr<worker::Worker> worker_;
  std::stop_source fetches_;
  std::shared_ptr<asio::cancellation_signal> deadline_ = std::make_shared<asio::cancellation_signal>();
  PlatformTask task_;
  std::optional<Finish> finish_;
};

Task<Finish> drive_platform(CrawlServices services, PlatformJob job) {
  PlatformDriver driver(co_await asio::this_coro::executor, services, std::move(job));
  co_return co_await driver.run();
}

}  // namespace trawl::engine
