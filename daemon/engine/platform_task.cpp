#include "engine/platform_task.hpp"

#include <fmt/format.h>

#include <cstring>
#include <utility>

#include "base/text.hpp"
#include "fetch/field.hpp"
#include "trawl/plugin.h"
#include "wire/fields.hpp"

namespace trawl::engine {
namespace {

using model::ErrorKind;
using model::PlatformStatus;
using model::Severity;

// How a failure of the fetcher looks to the plugin.
std::int32_t net_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::dns:
      return TRAWL_NET_DNS;
    case ErrorKind::tls:
      return TRAWL_NET_TLS;
    case ErrorKind::timeout:
      return TRAWL_NET_TIMEOUT;
    case ErrorKind::reset:
    case ErrorKind::truncated:
      return TRAWL_NET_RESET;
    case ErrorKind::too_large:
      return TRAWL_NET_TOO_LARGE;
    case ErrorKind::redirects:
      return TRAWL_NET_REDIRECTS;
    case ErrorKind::robots:
      return TRAWL_NET_ROBOTS;
    case ErrorKind::denied:
      return TRAWL_NET_DENIED;
    case ErrorKind::cancelled:
      return TRAWL_NET_CANCELLED;
    case ErrorKind::no_fixture:
      return TRAWL_NET_NO_FIXTURE;
    default:
      return TRAWL_NET_CONNECT;
  }
}

bool is_error_status(int status) {
  return status >= 400;
}

wire::Response to_wire(std::uint64_t request, fetch::Response response) {
  wire::Response out;
  out.request = request;
  out.net = TRAWL_NET_OK;
  out.http_status = response.status;
  out.url = std::move(response.url);
  out.body = std::move(response.body);
  out.headers = std::move(response.headers);
  out.elapsed_us = static_cast<std::uint64_t>(response.elapsed.count()) * 1000;
  out.attempts = response.attempts;
  out.from_cache = response.from_cache ? 1 : 0;
  return out;
}

wire::Response to_wire(std::uint64_t request, fetch::Failure failure) {
  wire::Response out;
  out.request = request;
  out.net = net_code(failure.kind);
  out.url = std::move(failure.url);
  out.error = std::move(failure.message);
  out.attempts = failure.attempts;
  return out;
}

// Text of a plugin or a site, as it may be stored and sent on: at most `limit` bytes, cut between
// characters, and in UTF-8; bytes of a text that is not are shown as \xNN.
std::string presentable(std::string text, std::size_t limit) {
  const auto continues = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  };
  if (text.size() > limit) {
    std::size_t end = limit;
    while (end > 0 && limit - end < 3 && continues(end)) --end;
    text = text.substr(0, end) + "...";
  }
  if (is_valid_utf8(text)) return text;
  std::string shown;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    shown += byte < 0x80 ? std::string(1, c) : fmt::format("\\x{:02x}", byte);
  }
  return shown;
}

}  // namespace

PlatformTask::PlatformTask(std::string platform, wire::Start start, TaskLimits limits)
    : platform_(std::move(platform)), start_(std::move(start)), limits_(limits) {}

std::vector<Command> PlatformTask::on(TaskEvent event, Time now) {
  Commands commands;
  if (finished_) return commands;  // a fetch that ended late changes nothing any more
  now_ = now;
  std::visit([&](auto&& e) { handle(std::forward<decltype(e)>(e), commands); }, std::move(event));
  return commands;
}

// --- events from outside ---

void PlatformTask::handle(Launched, Commands& out) {
  out.push_back(Send{std::move(start_)});
}

void PlatformTask::handle(LaunchRefused event, Commands& out) {
  record(ErrorKind::config, Severity::error, std::move(event.error.message));
  finish(PlatformStatus::failed, out);
}

void PlatformTask::handle(wire::ToDaemon message, Commands& out) {
  if (doomed_ || stop_ != Stop::none) return;  // what a doomed worker still says does not count
  std::visit([&](auto&& m) { said(std::forward<decltype(m)>(m), out); }, std::move(message));
}

void PlatformTask::handle(FetchEnded event, Commands& out) {
  const auto open = fetches_.find(event.request);
  if (open == fetches_.end()) return;
  open->second.answered = true;
  --unanswered_;
  ++progress_.fetches;
  const bool quiet = open->second.quiet;
  if (event.result) {
    if (!event.result->from_cache) progress_.bytes += static_cast<std::int64_t>(event.result->body.size());
    const int status = event.result->status;
    if (is_error_status(status) && !quiet) {
      record(status == 429 ? ErrorKind::rate_limited : ErrorKind::http_status, Severity::error,
             fmt::format("{} answered {} after {} attempt(s)", event.result->url, status,
                         event.result->attempts),
             event.result->url, status);
      const std::string_view type = fetch::first_field(event.result->headers, "content-type");
      keep_page({std::string(type), event.result->body.substr(0, wire::max_page)}, out);
    }
    out.push_back(Send{to_wire(event.request, std::move(*event.result))});
    return;
  }
  if (!quiet && event.result.error().kind != ErrorKind::cancelled)
    record(event.result.error().kind, Severity::error, event.result.error().message,
           event.result.error().url);
  out.push_back(Send{to_wire(event.request, std::move(event.result.error()))});
}

void PlatformTask::handle(StopRequested event, Commands& out) {
  if (stop_ != Stop::none || done_) return;  // the first reason stands; a plugin that is done is done
  stop_ = event.reason;
  out.push_back(KillWorker{});
}

void PlatformTask::handle(StoreEnded event, Commands& out) {
  --pending_stores_;
  if (event.fault && !doomed_) {
    const bool full = event.fault->code == Code::storage_full;
    end_with(full ? ErrorKind::storage_full : ErrorKind::plugin,
             fmt::format("the items could not be stored: {}", event.fault->message), out);
  }
  conclude_if_settled(out);
}

void PlatformTask::handle(PageKept event, Commands& out) {
  --pending_stores_;
  if (!event.file.empty()) errors_.at(event.error).message += fmt::format(" (the page: {})", event.file);
  conclude_if_settled(out);
}

void PlatformTask::handle(WorkerGone event, Commands& out) {
  flush_items(out);
  gone_ = std::move(event);
  conclude_if_settled(out);
}

void PlatformTask::conclude_if_settled(Commands& out) {
  if (!gone_ || pending_stores_ > 0) return;
  const bool done_well = done_ && done_->status == TRAWL_OK && !gone_->fault;
  if (stop_ == Stop::none && !doomed_ && done_well)
    return finish(progress_.errors == 0 ? PlatformStatus::succeeded : PlatformStatus::partial, out);
  if (stop_ == Stop::cancelled) {
    record(ErrorKind::cancelled, Severity::warning, "cancelled by an operator", handling());
    return finish(PlatformStatus::cancelled, out);
  }
  if (stop_ == Stop::interrupted) {
    record(ErrorKind::interrupted, Severity::error, "the daemon stopped while the platform ran", handling());
    return finish(PlatformStatus::interrupted, out);
  }
  if (!doomed_) explain_death(*gone_);
  finish(PlatformStatus::failed, out);
}

// --- messages of the worker ---

void PlatformTask::said(wire::Hello, Commands&) {}

void PlatformTask::said(wire::Fetch fetch, Commands& out) {
  if (unanswered_ >= limits_.in_flight || fetches_.size() >= limits_.open_responses ||
      fetches_.contains(fetch.request))
    return end_with(ErrorKind::worker_crashed, "the worker broke the protocol: too many fetches at once",
                    out);
  ++unanswered_;
  fetches_[fetch.request] = {fetch.url, (fetch.flags & TRAWL_REQ_QUIET) != 0};
  fetch::Request request;
  if (!fetch.method.empty()) request.method = std::move(fetch.method);
  request.url = std::move(fetch.url);
  request.body = std::move(fetch.body);
  request.headers = std::move(fetch.headers);
  request.timeout = Millis(fetch.timeout_ms);
  request.priority = fetch.priority;
  request.follow_redirects = (fetch.flags & TRAWL_REQ_NO_REDIRECT) == 0;
  request.bypass_cache = (fetch.flags & TRAWL_REQ_NO_CACHE) != 0;
  out.push_back(FetchUrl{fetch.request, std::move(request)});
}

void PlatformTask::said(wire::Taken taken, Commands&) {
  if (const auto open = fetches_.find(taken.request); open != fetches_.end()) {
    open->second.taken = true;
    last_taken_ = taken.request;
  }
}

void PlatformTask::said(wire::Released released, Commands& out) {
  const auto open = fetches_.find(released.request);
  if (open == fetches_.end() || !open->second.answered)
    return end_with(ErrorKind::worker_crashed, "the worker broke the protocol: it released what it never had",
                    out);
  fetches_.erase(open);
}

void PlatformTask::said(wire::Item item, Commands& out) {
  auto canonical = model::canonical_item(item.kind, item.key, item.data);
  if (!canonical) return record(ErrorKind::plugin, Severity::error, canonical.error().message, handling());
  batch_bytes_ += canonical->data.size();
  item_bytes_ += canonical->data.size();
  if (++progress_.items > limits_.items || item_bytes_ > limits_.item_bytes)
    return end_with(ErrorKind::too_large,
                    fmt::format("the plugin emitted more than {} items or {}", limits_.items,
                                format_size(limits_.item_bytes)),
                    out);
  batch_.push_back(std::move(*canonical));
  if (batch_.size() >= limits_.item_batch || batch_bytes_ >= limits_.item_batch_bytes) flush_items(out);
}

void PlatformTask::said(wire::Report report, Commands& out) {
  // A plugin may name one of trawl's own kinds ("parse"); any other code is its own word.
  const auto kind = model::find_error_kind(report.code);
  const auto severity = report.severity >= TRAWL_ERROR ? Severity::error : Severity::warning;
  const bool out_of_memory = report.text.find("bad_alloc") != std::string::npos;
  std::string text =
      kind || report.code.empty() ? report.text : fmt::format("{}: {}", report.code, report.text);
  if (report.url.empty()) report.url = handling();
  record(out_of_memory ? ErrorKind::memory : kind.value_or(ErrorKind::plugin), severity, std::move(text),
         std::move(report.url));
  keep_page({std::move(report.page_type), std::move(report.page)}, out);
}

void PlatformTask::said(wire::Log log, Commands& out) {
  out.push_back(LogLine{log.level, presentable(model::redact_text(log.text, limits_.secret_keys), 4096)});
}

void PlatformTask::said(wire::Progress progress, Commands&) {
  progress_.done = progress.done;
  progress_.total = progress.total;
  progress_.what = presentable(model::redact_text(progress.what, limits_.secret_keys), 200);
}

void PlatformTask::said(wire::State state, Commands& out) {
  if (state_.size() >= limits_.state_keys)
    return end_with(ErrorKind::plugin, "the plugin keeps more state than it may", out);
  state_.emplace_back(std::move(state.key), std::move(state.value));
}

void PlatformTask::said(wire::Checkpoint, Commands& out) {
  flush_items(out);
  save_state(out);
}

void PlatformTask::said(wire::Done done, Commands& out) {
  done_ = std::move(done);
  // Its destructors and exit handlers have no say in the result: the process is of no further use.
  out.push_back(KillWorker{});
}

void PlatformTask::said(wire::LoadFailed failed, Commands& out) {
  end_with(ErrorKind::config, fmt::format("the plugin cannot be used: {}", failed.text), out);
}

void PlatformTask::said(wire::Breach breach, Commands&) {
  constexpr std::size_t most_breaches = 16;
  if (breaches_.size() >= most_breaches) return;
  record(ErrorKind::plugin, Severity::warning,
         fmt::format("the plugin broke the contract ({}): {}", breach.rule, breach.text), handling());
  breaches_.push_back(std::move(breach));
}

void PlatformTask::said(wire::Waiting, Commands& out) {
  out.push_back(PluginWaits{});
}

void PlatformTask::said(wire::Spent, Commands&) {}

// --- endings ---

void PlatformTask::record(ErrorKind kind, Severity severity, std::string message, std::string url,
                          std::optional<int> http_status) {
  if (severity == Severity::error) ++progress_.errors;
  if (errors_.size() >= limits_.error_records) {
    ++unlisted_errors_;
    return;
  }
  errors_.push_back({platform_, kind, severity,
                     presentable(model::redact_text(message, limits_.secret_keys), 2000),
                     presentable(model::redact_url(url, limits_.secret_keys), 2000), http_status, now_});
}

void PlatformTask::keep_page(model::Page page, Commands& out) {
  if (limits_.kept_pages == 0 || page.body.empty() || unlisted_errors_ > 0) return;
  if (++kept_pages_[errors_.back().kind] > limits_.pages_per_kind) return;
  out.push_back(KeepPage{errors_.size() - 1, std::move(page)});
  ++pending_stores_;
}

void PlatformTask::end_with(ErrorKind kind, std::string message, Commands& out) {
  record(kind, Severity::error, std::move(message), handling());
  doomed_ = true;
  out.push_back(KillWorker{});
}

void PlatformTask::flush_items(Commands& out) {
  if (batch_.empty()) return;
  out.push_back(StoreItems{std::exchange(batch_, {})});
  batch_bytes_ = 0;
  ++pending_stores_;
}

void PlatformTask::save_state(Commands& out) {
  if (state_.empty()) return;
  out.push_back(SaveState{std::exchange(state_, {})});
  ++pending_stores_;
}

void PlatformTask::explain_death(const WorkerGone& gone) {
  const worker::Exit& exit = gone.exit;
  const std::string at = handling();
  const std::string where = at.empty() ? std::string() : fmt::format(" while handling {}", at);
  if (stop_ == Stop::deadline)
    return record(ErrorKind::deadline, Severity::error, fmt::format("time limit exceeded{}", where), at);
  if (done_ && !gone.fault) {
    // run() returned a failure; the plugin has usually said why already.
    if (progress_.errors > 0) return;
    const bool out_of_memory = done_->text.find("bad_alloc") != std::string::npos;
    return record(
        out_of_memory ? ErrorKind::memory : ErrorKind::plugin, Severity::error,
        done_->text.empty() ? fmt::format("the plugin ended with status {}", done_->status) : done_->text,
        at);
  }
  if (gone.fault && gone.fault->code == Code::protocol_error)
    return record(ErrorKind::worker_crashed, Severity::error,
                  fmt::format("the worker broke the protocol: {}", gone.fault->message), at);
  const bool out_of_memory =
      exit.max_rss_bytes > limits_.memory / 10 * 8 || exit.last_words.find("bad_alloc") != std::string::npos;
  if (out_of_memory)
    return record(ErrorKind::memory, Severity::error,
                  fmt::format("memory limit of {} exceeded{}", format_size(limits_.memory), where), at);
  if (exit.signal != 0)
    return record(ErrorKind::worker_crashed, Severity::error,
                  fmt::format("signal {} ({}){}", exit.signal, ::strsignal(exit.signal), where), at);
  record(ErrorKind::worker_crashed, Severity::error,
         fmt::format("the plugin's process exited with code {} before it was done{}", exit.code, where), at);
}

void PlatformTask::finish(PlatformStatus status, Commands& out) {
  if (unlisted_errors_ > 0)
    errors_.push_back({platform_,
                       ErrorKind::plugin,
                       Severity::warning,
                       fmt::format("{} further errors are not listed", unlisted_errors_),
                       {},
                       {},
                       now_});
  finished_ = true;
  out.push_back(Finish{status, std::move(errors_), progress_.fetches, progress_.bytes,
                       status == PlatformStatus::succeeded ? std::move(state_) : decltype(state_){},
                       std::move(breaches_)});
}

std::string PlatformTask::handling() const {
  if (const auto taken = fetches_.find(last_taken_); taken != fetches_.end()) return taken->second.url;
  for (const auto& [request, open] : fetches_)
    if (open.taken) return open.url;
  return {};
}

}  // namespace trawl::engine
