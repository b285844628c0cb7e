// What a plugin can do during its run: trawl::context, and trawl::emit(). Included by plugin.hpp.
//
// Everything here is for the thread that runs run(), and only until run() returns. Texts that go in are
// borrowed for the call and are UTF-8; texts that come out as std::string are the caller's. What fails throws
// trawl::failure, which may leave run(): it ends the platform's try with an error that has the failure's code
// and the URL being handled. Whatever waits throws trawl::cancelled once the run is to stop; let it pass.
#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "detail/exchange.hpp"
#include "item.hpp"
#include "page.hpp"
#include "plugin.h"
#include "text.hpp"

namespace trawl {

namespace detail {

// Calls a member of trawl_api; throws when this trawl is too old to have it.
template <class Result, class... Parameters, class... Arguments>
Result call(trawl_ctx* ctx, const char* since, const char* name,
            Result (*trawl_api::*member)(trawl_ctx*, Parameters...), Arguments... arguments) {
  const trawl_api& api = *ctx->api;
  const auto* end = reinterpret_cast<const char*>(&(api.*member) + 1);
  if (api.size < static_cast<std::size_t>(end - reinterpret_cast<const char*>(&api)))
    throw failure("old_trawl", std::string("needs trawl >= ") + since + " for " + name);
  return (api.*member)(ctx, arguments...);
}

}  // namespace detail

// Of a line on the run's error list: an error fails the platform, a warning is only shown.
enum class severity : std::int32_t { warning = TRAWL_WARNING, error = TRAWL_ERROR };
// Of a line in the log.
enum class level : std::int32_t {
  debug = TRAWL_DEBUG,
  info = TRAWL_INFO,
  warning = TRAWL_WARNING,
  error = TRAWL_ERROR
};

// The answers to many requests in the order they arrive, with as many under way as the platform allows. For
// one range-based for loop; a page lives until the next one is asked for. May be left early: answers that
// nobody wants any more are given back. Made by context::get_all(), which it must not outlive.
class page_stream {
 public:
  page_stream(detail::exchange& exchange, std::vector<request> wanted)
      : exchange_(exchange), inbox_(exchange), wanted_(std::move(wanted)) {}

  struct sentinel {};
  class iterator {
   public:
    explicit iterator(page_stream& stream) : stream_(stream) {}
    page& operator*() const { return *stream_.current_; }
    iterator& operator++() {
      stream_.advance();
      return *this;
    }
    bool operator!=(sentinel) const { return stream_.current_.has_value(); }

   private:
    page_stream& stream_;
  };

  // Sends what fits and waits for the first answer. Both throw as context::fetch() does.
  iterator begin() {
    advance();
    return iterator(*this);
  }
  sentinel end() const { return {}; }

 private:
  void advance() {
    current_.reset();
    while (sent_ < wanted_.size() && inbox_.try_send(wanted_[sent_])) ++sent_;
    if (sent_ < wanted_.size() && inbox_.outstanding() == 0) inbox_.send(wanted_[sent_++]);
    if (inbox_.outstanding() == 0) return;
    current_.emplace(inbox_.receive());
    exchange_.url() = current_->url();
  }

  detail::exchange& exchange_;
  detail::inbox inbox_;
  std::vector<request> wanted_;
  std::size_t sent_ = 0;
  std::optional<page> current_;
};

// One run of one platform, as the plugin sees it. TRAWL_PLUGIN makes it; pass it by reference.
class context {
 public:
  explicit context(trawl_ctx* raw) : exchange_(raw), raw_(raw), info_(*raw->api->info(raw)) {}

  // --- fetching ---

  // Waits for the answer; other calls inside each() go on meanwhile. A failed request is a page that is not
  // ok(), never an exception, and it is on the run's error list already unless it was quiet(). Throws
  // failure "request" for a request that trawl does not take, and cancelled when the run is to stop.
  //
  // In a destructor, while an exception unwinds the stack, a second exception would end the process. So there
  // it throws neither: the page is not ok(), and its net() is TRAWL_NET_DENIED or TRAWL_NET_CANCELLED. Other
  // destructors are noexcept as well: better fetch before the end of the scope than in them.
  page fetch(const request& wanted) {
    const bool unwinding = std::uncaught_exceptions() > 0;
    exchange_.url() = wanted.url();
    try {
      detail::inbox inbox(exchange_);
      inbox.send(wanted);
      return inbox.receive();
    } catch (const cancelled&) {
      if (!unwinding) throw;
      return page(nullptr, detail::unsent_response(TRAWL_NET_CANCELLED));
    } catch (const failure&) {
      if (!unwinding) throw;
      return page(nullptr, detail::unsent_response(TRAWL_NET_DENIED));
    }
  }
  // The same for a URL alone, and for a URL with a body (raw bytes, copied).
  page get(std::string_view url) { return fetch(request(url)); }
  page post(std::string_view url, std::string_view body,
            std::string_view content_type = "application/x-www-form-urlencoded") {
    return fetch(request(url).post(body, content_type));
  }

  // Pages of a range of URLs or requests, which is copied: for (auto& page : ctx.get_all(urls)). They come in
  // the order they arrive: page.url() tells them apart, but for redirects.
  template <class Range>
  page_stream get_all(const Range& urls) {
    std::vector<request> wanted;
    for (const auto& url : urls) wanted.emplace_back(url);
    return page_stream(exchange_, std::move(wanted));
  }

  // Calls function(element) with a copy of each element, several calls at a time, each of which may fetch and
  // call each() again. They are started in the range's order and switch only where they fetch, so they may
  // share variables. Each has a stack of 1 MiB; beyond it the process dies of SIGSEGV. After the first
  // exception no further call is started, and it is thrown again from here once those under way have ended;
  // theirs are dropped. Not in a destructor.
  template <class Range, class Function>
  void each(Range&& range, Function&& function) {
    detail::crew crew(exchange_, max_in_flight());
    for (auto&& element : range) {
      if (crew.ended()) break;
      std::string url;
      if constexpr (std::is_convertible_v<decltype(element), std::string_view>)
        url = std::string_view(element);
      crew.start(std::move(url), [&function, copy = element] { function(copy); });
    }
    crew.join();
  }

  // --- the platform's configuration ---

  // The node at a JSON Pointer such as "/start"; failure "config" when it is absent, null or of another type.
  std::string config(std::string_view pointer) {
    trawl_str text{};
    need(call("config()", &trawl_api::config_str, to_str(pointer), &text), pointer, "a string");
    return std::string(detail::to_view(text));
  }
  // The same of other types. A number may be an integer; an integer has no fraction.
  std::int64_t config_int(std::string_view pointer) {
    std::int64_t value = 0;
    need(call("config_int()", &trawl_api::config_i64, to_str(pointer), &value), pointer, "an integer");
    return value;
  }
  double config_number(std::string_view pointer) {
    double value = 0;
    need(call("config_number()", &trawl_api::config_f64, to_str(pointer), &value), pointer, "a number");
    return value;
  }
  bool config_bool(std::string_view pointer) {
    std::int32_t value = 0;
    need(call("config_bool()", &trawl_api::config_bool, to_str(pointer), &value), pointer, "true or false");
    return value != 0;
  }
  // Any node as JSON text; "" is the whole configuration.
  std::string config_json(std::string_view pointer = "") {
    trawl_str text{};
    need(call("config_json()", &trawl_api::config_json, to_str(pointer), &text), pointer, "JSON");
    return std::string(detail::to_view(text));
  }
  // The node is there and not null, whatever its type.
  bool has_config(std::string_view pointer) {
    trawl_str text{};
    return call("has_config()", &trawl_api::config_json, to_str(pointer), &text) == TRAWL_OK;
  }
  // The fallback when the node is absent; its type says which type is wanted. Returns bool, std::int64_t,
  // double or std::string.
  template <class T>
  auto config_or(std::string_view pointer, T fallback) {
    if constexpr (std::is_same_v<T, bool>) {
      return has_config(pointer) ? config_bool(pointer) : fallback;
    } else if constexpr (std::is_integral_v<T>) {
      return has_config(pointer) ? config_int(pointer) : static_cast<std::int64_t>(fallback);
    } else if constexpr (std::is_floating_point_v<T>) {
      return has_config(pointer) ? config_number(pointer) : static_cast<double>(fallback);
    } else {
      return has_config(pointer) ? config(pointer) : std::string(fallback);
    }
  }

  // --- what the operator sees; none of these throws or waits ---

  // A line on the run's error list. `code` is a word of at most 64 bytes for programs ("bad_price"), `text` a
  // sentence of at most 4096 for people, `url` may be empty; longer texts are cut.
  void report(severity how_bad, std::string_view code, std::string_view url, std::string_view text) {
    raw_->api->report(raw_, static_cast<std::int32_t>(how_bad), to_str(code), to_str(url), to_str(text));
  }
  // A line in trawl's log, of at most 4096 bytes.
  void log(level how_loud, std::string_view text) {
    raw_->api->log(raw_, static_cast<std::int32_t>(how_loud), to_str(text));
  }
  // The same at level info.
  void log(std::string_view text) { log(level::info, text); }
  // How far the run is, in whatever is counted; a total of 0 is unknown. May be called as often as one likes.
  void progress(std::uint64_t done, std::uint64_t total, std::string_view what = {}) {
    raw_->api->progress(raw_, done, total, to_str(what));
  }

  // --- what the platform remembers from run to run ---

  // What an earlier run, or this one, has kept under the key; nothing when none has.
  std::optional<std::string> state(std::string_view key) {
    trawl_str text{};
    if (call("state()", &trawl_api::state_get, to_str(key), &text) != TRAWL_OK) return std::nullopt;
    return std::string(detail::to_view(text));
  }
  // Kept by the next checkpoint, or by the end of run(). The key has 1 to 512 bytes, the value at most 64
  // KiB; failure "state" otherwise.
  void set_state(std::string_view key, std::string_view value) {
    if (call("set_state()", &trawl_api::state_set, to_str(key), to_str(value)) < 0)
      throw failure("state", "trawl refuses the value for '" + std::string(key) + "' (" +
                                 std::to_string(value.size()) + " bytes)");
  }
  // Keeps items and state so far, in one transaction, even if the run fails later. Does not wait for the
  // disk.
  void checkpoint() {
    const trawl_status status = call("checkpoint()", &trawl_api::checkpoint);
    if (status == TRAWL_CANCELLED) throw cancelled{};
    if (status < 0) throw failure("checkpoint", "trawl refuses a checkpoint");
  }

  // --- the run ---

  // True once the run is to stop. For long computations: ask now and then, and return soon.
  bool stopping() { return call("stopping()", &trawl_api::stopping) != 0; }
  // The wall clock; it stands still while answers come from a recording, so take the time from here.
  std::chrono::system_clock::time_point now() {
    return std::chrono::system_clock::time_point(
        std::chrono::microseconds(call("now()", &trawl_api::now_us)));
  }
  // What the run is called, which platform of trawl.yaml this is, and what started the run: "manual",
  // "schedule:NAME", "retry:42", ... Views that live until run() returns.
  std::string_view run_id() const { return detail::to_view(info_.run_id); }
  std::string_view platform() const { return detail::to_view(info_.platform); }
  std::string_view trigger() const { return detail::to_view(info_.trigger); }
  // For whatever chance the plugin needs: the same in a replay.
  std::uint64_t seed() const { return info_.seed; }
  // Requests that may be under way at once, and calls of one each(); at least 1.
  std::size_t max_in_flight() const { return info_.max_in_flight > 0 ? info_.max_in_flight : 1; }
  // Answers come from a recording.
  bool replaying() const { return info_.replay != 0; }
  // When the process will be ended; nothing when there is no limit.
  std::optional<std::chrono::system_clock::time_point> deadline() const {
    if (info_.deadline_us == 0) return std::nullopt;
    return std::chrono::system_clock::time_point(std::chrono::microseconds(info_.deadline_us));
  }

  // The URL being handled in this call, as the run's error list will show it.
  const std::string& url() { return exchange_.url(); }
  // For calls of plugin.h itself. Do not wait() with it while each() or get_all() is under way.
  trawl_ctx* raw() const { return raw_; }

 private:
  static trawl_str to_str(std::string_view text) { return detail::to_str(text); }

  template <class Result, class... Parameters, class... Arguments>
  Result call(const char* name, Result (*trawl_api::*member)(trawl_ctx*, Parameters...),
              Arguments... arguments) {
    return detail::call(raw_, "1.0", name, member, arguments...);
  }

  static void need(trawl_status status, std::string_view pointer, const char* type) {
    if (status == TRAWL_OK) return;
    const std::string where = pointer.empty() ? "the configuration" : "configuration " + std::string(pointer);
    throw failure("config",
                  where + (status == TRAWL_ABSENT ? " is missing" : std::string(" is not ") + type));
  }

  detail::exchange exchange_;
  trawl_ctx* raw_;
  const trawl_run_info& info_;
};

// Adds an item; false when this kind and key were emitted before in this run (the first one stays). The kind
// has 1 to 64 bytes, the key 1 to 512; the JSON is one object of at most 1 MiB. Failure "item" otherwise.
inline bool emit(context& ctx, std::string_view kind, std::string_view key, std::string_view json) {
  const trawl_status status = detail::call(ctx.raw(), "1.0", "emit()", &trawl_api::emit, detail::to_str(kind),
                                           detail::to_str(key), detail::to_str(json));
  if (status < 0)
    throw failure("item", "trawl refuses the item '" + shortened(key, 100) + "' of kind '" +
                              shortened(kind, 64) + "' (" + std::to_string(json.size()) +
                              " bytes): not a JSON object in UTF-8, too large, or without a key");
  return status != TRAWL_DUPLICATE;
}
// The same of an item in the making, which stays as it is.
inline bool emit(context& ctx, std::string_view kind, std::string_view key, const item& content) {
  return emit(ctx, kind, key, content.json());
}

}  // namespace trawl
