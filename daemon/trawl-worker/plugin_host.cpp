#include "trawl-worker/plugin_host.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/text.hpp"
#include "trawl-worker/item_check.hpp"
#include "wire/fields.hpp"

namespace trawl::worker {
namespace {

using std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto progress_interval = 50ms;  // a plugin may call it as often as it likes
constexpr auto look_interval = 1ms;       // the same for stopping()
constexpr std::size_t longest_log = 4096;
constexpr int most_pages = 16;                         // sent along with reports; the daemon keeps fewer
constexpr std::uint32_t flags_of_later = 0x8000'0000;  // one that no plugin knows yet

// Items of one page travel together: a system call for each costs both sides more than the item does. What
// a crash takes with it would not be published anyway, because its platform has failed.
constexpr std::size_t item_batch = 16u << 10;
constexpr auto item_interval = 50ms;  // between items that come slowly

std::string_view view(trawl_str text) {
  return {text.ptr, text.len};
}
trawl_str to_str(std::string_view text) {
  return {text.data(), text.size()};
}

// At most `limit` bytes, without cutting a character in two; what is no UTF-8 is not shown.
std::string shown(std::string_view text, std::size_t limit) {
  if (text.size() > limit) {
    text = text.substr(0, limit);
    while (!text.empty() && !is_valid_utf8(text) && text.size() + 4 > limit) text.remove_suffix(1);
  }
  return is_valid_utf8(text) ? std::string(text) : "(text that is not UTF-8)";
}

bool is_header_safe(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == text.npos;
}

}  // namespace

PluginHost::PluginHost(Channel& channel, wire::Start start)
    : channel_(channel),
      start_(std::move(start)),
      config_(start_.config),
      responses_(std::max(1u, start_.max_in_flight), start_.replay != 0, start_.later != 0),
      started_(steady_clock::now()) {
  trawl_run_info& info = info_.known;
  info.size = start_.later != 0 ? sizeof info_ : sizeof info;
  info.flags = start_.later != 0 ? flags_of_later : 0;
  info.run_id = to_str(start_.run_id);
  info.platform = to_str(start_.platform);
  info.trigger = to_str(start_.trigger);
  info.deadline_us = start_.deadline_us;
  info.seed = start_.seed;
  info.max_in_flight = std::max(1u, start_.max_in_flight);
  info.replay = start_.replay;
  for (const auto& [key, value] : start_.state) state_.insert_or_assign(key, &values_.emplace_back(value));
}

trawl_status PluginHost::fetch(const trawl_request& request) {
  if (cancelled_) return tell_cancelled();
  const bool sane = !view(request.url).empty() && request.url.len <= wire::max_text &&
                    request.method.len <= 32 && request.body.len <= wire::max_body &&
                    request.header_count <= 100 && is_valid_utf8(view(request.url));
  if (!sane) return TRAWL_INVALID;
  wire::Fetch fetch;
  for (std::size_t i = 0; i < request.header_count; ++i) {
    const trawl_header& header = request.headers[i];
    const bool fits = header.name.len <= wire::max_name && header.value.len <= wire::max_text;
    if (!fits || !is_header_safe(view(header.name)) || !is_header_safe(view(header.value)))
      return TRAWL_INVALID;
    fetch.headers.emplace_back(view(header.name), view(header.value));
  }
  if (responses_.full()) return TRAWL_AGAIN;
  fetch.request = responses_.ask(request.tag, view(request.url));
  fetch.flags = request.flags;
  fetch.method = request.method.len > 0 ? view(request.method) : "GET";
  fetch.url = view(request.url);
  fetch.body = view(request.body);
  fetch.timeout_ms = request.timeout_ms;
  fetch.priority = request.priority;
  channel_.send(fetch);
  return TRAWL_OK;
}

trawl_status PluginHost::wait(std::int64_t timeout_ms, const trawl_response*& out) {
  for (;;) {
    if (cancelled_) return tell_cancelled();
    if (const trawl_response* response = responses_.take()) {
      channel_.send(wire::Taken{responses_.number_of(response)});
      out = response;
      return TRAWL_OK;
    }
    if (responses_.idle()) return TRAWL_IDLE;
    if (is_replay()) channel_.queue(wire::Waiting{});
    queue_progress();
    channel_.flush();
    auto message = channel_.receive(timeout_ms);
    if (!message) return TRAWL_TIMEOUT;
    accept(std::move(*message));
  }
}

// Told with the next message: until then the URL is still the best guess of what is being handled.
void PluginHost::release(const trawl_response* response) {
  if (const std::uint64_t number = responses_.release(response))
    channel_.queue(wire::Released{number});
  else
    breach("release", "it released a response that it does not hold");
}

trawl_status PluginHost::emit(std::string_view kind, std::string_view key, std::string_view json) {
  if (const std::string fault = fault_of_item(kind, key, json); !fault.empty()) {
    log(TRAWL_WARNING, fault);
    breach("emit", fault);
    return TRAWL_INVALID;
  }
  std::string identity(kind);
  identity.append(1, '\0').append(key);
  if (!emitted_.insert(std::move(identity)).second) {
    if (is_replay()) breach("duplicate", fmt::format("it emitted the {} '{}' twice", kind, key));
    return TRAWL_DUPLICATE;
  }
  channel_.queue(wire::Item{std::string(kind), std::string(key), std::string(json)});
  const auto now = steady_clock::now();
  if (channel_.unsent_bytes() >= item_batch || now - items_said_ >= item_interval) {
    items_said_ = now;
    channel_.flush();
  }
  return TRAWL_OK;
}

trawl_status PluginHost::report(std::int32_t severity, std::string_view code, std::string_view url,
                                std::string_view text) {
  if (severity != TRAWL_WARNING && severity != TRAWL_ERROR) return TRAWL_INVALID;
  wire::Report report{severity, shown(code, 64), shown(url, wire::max_text), shown(text, longest_log), {},
                      {}};
  const wire::Response* about = pages_shown_ < most_pages ? responses_.about(url) : nullptr;
  if (about && !about->body.empty()) {
    ++pages_shown_;
    report.page_type = content_type(*about).substr(0, wire::max_text);
    report.page = about->body.substr(0, wire::max_page);
  }
  channel_.send(report);
  return TRAWL_OK;
}

void PluginHost::log(std::int32_t level, std::string_view text) {
  channel_.send(wire::Log{level, shown(text, longest_log)});
}

void PluginHost::progress(std::uint64_t done, std::uint64_t total, std::string_view what) {
  unsaid_progress_ = wire::Progress{done, total, shown(what, 256)};
  const auto now = steady_clock::now();
  if (now - progress_said_ < progress_interval) return;
  progress_said_ = now;
  queue_progress();
  channel_.flush();
}

void PluginHost::queue_progress() {
  if (unsaid_progress_) channel_.queue(*std::exchange(unsaid_progress_, std::nullopt));
}

trawl_status PluginHost::state_get(std::string_view key, trawl_str& out) const {
  const auto found = state_.find(key);
  if (found == state_.end()) return TRAWL_ABSENT;
  out = to_str(*found->second);
  return TRAWL_OK;
}

trawl_status PluginHost::state_set(std::string_view key, std::string_view value) {
  const bool sane = !key.empty() && key.size() <= wire::max_name && value.size() <= wire::max_value &&
                    is_valid_utf8(key) && is_valid_utf8(value);
  if (!sane) {
    breach("state",
           fmt::format("its state '{}' is refused: keys and values are UTF-8 of at most {} and {} bytes",
                       shown(key, 64), wire::max_name, wire::max_value));
    return TRAWL_INVALID;
  }
  state_.insert_or_assign(std::string(key), &values_.emplace_back(value));
  channel_.queue(wire::State{std::string(key), std::string(value)});
  return TRAWL_OK;
}

trawl_status PluginHost::checkpoint() {
  channel_.send(wire::Checkpoint{});
  return TRAWL_OK;
}

bool PluginHost::stopping() {
  const auto now = steady_clock::now();
  if (cancelled_) return tell_cancelled() == TRAWL_CANCELLED;
  if (now - looked_ < look_interval) return false;
  looked_ = now;
  channel_.flush();
  while (auto message = channel_.receive(0)) accept(std::move(*message));
  return cancelled_ && tell_cancelled() == TRAWL_CANCELLED;
}

std::int64_t PluginHost::now_us() const {
  if (is_replay()) return start_.now_us;
  const auto passed = std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - started_);
  return start_.now_us + passed.count();
}

void PluginHost::accept(wire::ToWorker message) {
  if (auto* response = std::get_if<wire::Response>(&message)) responses_.arrive(std::move(*response));
  if (std::holds_alternative<wire::Cancel>(message)) cancelled_ = true;
}

trawl_status PluginHost::tell_cancelled() {
  told_cancelled_ = true;
  return TRAWL_CANCELLED;
}

void PluginHost::breach(std::string_view rule, std::string_view text) {
  if (breached_.emplace(rule).second) channel_.send(wire::Breach{std::string(rule), std::string(text)});
}

void PluginHost::forget() {
  emitted_ = {};
  state_ = {};
  values_ = {};
  responses_.forget();
}

void PluginHost::finish(trawl_status status, const std::optional<wire::Spent>& spent) {
  if (responses_.held() > 0)
    breach("release", fmt::format("it ended without releasing {} response(s)", responses_.held()));
  if (told_cancelled_ && status == TRAWL_OK)
    breach("cancel", "it returned 0 although a call had told it that the run is cancelled");
  queue_progress();
  if (spent) channel_.queue(*spent);
  channel_.send(wire::Done{status, {}});
}

}  // namespace trawl::worker
