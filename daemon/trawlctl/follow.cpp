#include "trawlctl/follow.hpp"

#include <fmt/format.h>
#include <poll.h>

#include "base/text.hpp"
#include "trawlctl/fields.hpp"
#include "trawlctl/progress.hpp"
#include "trawlctl/progress_screen.hpp"
#include "trawlctl/run_view.hpp"

namespace trawl::ctl {
namespace {

using Steady = std::chrono::steady_clock::time_point;

constexpr Millis one_wait{20'000};              // of one runs.wait call
constexpr Millis patience_with_daemon{60'000};  // how long it may be away meanwhile
constexpr Millis redraw_every{125};

// --timeout as a point in time; without it, far away.
Result<Steady> deadline_of(const cli::CommandLine& line) {
  const auto timeout = line.duration("--timeout", std::chrono::hours(24 * 365));
  if (!timeout) return std::unexpected(timeout.error());
  return std::chrono::steady_clock::now() + *timeout;
}

std::unexpected<Error> waited_too_long(std::int64_t run) {
  return refuse(Code::timeout, fmt::format("run {} has not ended in time; it goes on", run),
                fmt::format("trawlctl runs watch {}", run));
}

Error detached(Error error, std::int64_t run) {
  if (error.code != Code::cancelled) return error;
  error.message = fmt::format("detached; run {} goes on", run);
  error.hint = fmt::format("trawlctl runs watch {}, or trawlctl runs cancel {}", run, run);
  return error;
}

// Prints the finished run; its outcome is the exit code.
int finish(const Session& session, const json::value& run) {
  session.out().result("runs.get", run, {.rows = "", .name = "id"},
                       [&] { return draw_run(run, session.out()); });
  const int code = exit_code_of_run(text(run, "status"));
  if (code != 0) session.out().hint(fmt::format("trawlctl retry {} --wait", run_id_of(run)));
  return code;
}

// Sleeps a little before the next attempt; false when Ctrl-C came.
bool pause_before_retry(int interrupt) {
  pollfd watched{interrupt, POLLIN, 0};
  return poll(&watched, 1, 200) <= 0;
}

Result<int> wait_for_run(Session& session, std::int64_t run) {
  const auto deadline = deadline_of(session.line());
  if (!deadline) return std::unexpected(deadline.error());
  Steady last_answer = std::chrono::steady_clock::now();
  while (true) {
    const auto left = std::chrono::ceil<Millis>(*deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return waited_too_long(run);
    const Millis ask = std::min(left, one_wait);
    const auto answer = session.call("runs.wait", {{"run_id", run}, {"timeout_ms", ask.count()}},
                                     ask + client::default_timeout);
    const auto now = std::chrono::steady_clock::now();
    if (answer) {
      if (flag(*answer, "finished")) return finish(session, member(*answer, "run"));
      last_answer = now;
    } else if (answer.error().code == Code::timeout) {
      last_answer = now;
    } else {
      const bool may_come_back =
          info(answer.error().code).retryable && answer.error().code != Code::cancelled;
      if (!may_come_back || now - last_answer > patience_with_daemon)
        return std::unexpected(detached(answer.error(), run));
      if (!pause_before_retry(session.interrupt()))
        return std::unexpected(detached(Error{Code::cancelled, "interrupted"}, run));
    }
  }
}

}  // namespace

Result<int> watch_run(Session& session, std::int64_t run) {
  const auto deadline = deadline_of(session.line());
  if (!deadline) return std::unexpected(deadline.error());
  auto stream = session.watch("runs.watch", {{"run_id", run}});
  if (!stream) return std::unexpected(stream.error());
  const Printer& out = session.out();
  RunProgress progress(out.style());
  ProgressScreen screen(out);
  while (!progress.finished()) {
    if (std::chrono::steady_clock::now() >= *deadline) return waited_too_long(run);
    const auto update = stream->next(redraw_every);
    if (!update) return std::unexpected(detached(update.error(), run));
    if (!*update) {
      screen.show(progress);
      continue;
    }
    if ((*update)->kind == client::Update::Kind::end) break;
    if (out.format() == Format::ndjson && (*update)->kind == client::Update::Kind::event)
      out.row((*update)->body, {});
    for (const std::string& line : progress.apply(**update)) screen.tell(line);
    screen.show(progress);
  }
  screen.close();
  const auto finished = session.call("runs.get", {{"run_id", run}});
  if (!finished) return std::unexpected(finished.error());
  if (out.format() == Format::ndjson) return exit_code_of_run(text(*finished, "status"));
  return finish(session, *finished);
}

Result<int> follow_as_asked(Session& session, std::int64_t run, const json::value& answer) {
  const Printer& out = session.out();
  if (session.line().has("--watch")) return watch_run(session, run);
  if (session.line().has("--wait")) return wait_for_run(session, run);
  out.result(session.method(), answer, {.rows = "", .name = "run_id"}, [&] {
    std::string drawn = fmt::format("run {} covers {}\n", run, join(texts(answer, "platforms"), ", "));
    drawn += draw_skipped(answer);
    if (flag(answer, "replayed")) drawn += "  (the same request had made it before)\n";
    return drawn;
  });
  out.hint(fmt::format("trawlctl runs watch {}", run));
  return 0;
}

}  // namespace trawl::ctl
