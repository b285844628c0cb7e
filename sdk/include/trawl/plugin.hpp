// A plugin in C++17, written as if it were alone in the world: calls block, several of them at a time.
//
//   struct Shop {
//     static constexpr auto id = "shop", version = "1.0.0", summary = "Example shop";
//     static constexpr auto config_schema = R"({"type": "object", ...})";
//     void run(trawl::context& ctx) {
//       ctx.each(urls, [&](const std::string& url) {
//         auto page = ctx.get(url);            // suspends this call only
//         if (!page.ok()) return;              // already on the run's error list
//         trawl::emit(ctx, "product", url, trawl::item()("size", page.body().size()));
//       });
//     }
//   };
//   TRAWL_PLUGIN(Shop)
//
// Optional members: license, homepage, item_schemas, and
//
//     static void check_config(std::string_view config_json);   // throws trawl::config_fault(pointer, why)
//
// which trawl asks whenever it reads its configuration: what it throws is shown with file, line and column,
// and nothing runs by it. It sees a configuration that fits config_schema, has no context and little
// time. Let it and run() share the function that reads the configuration. An exception that leaves run()
// fails the platform and is reported with the URL being handled; a config_fault has the code "config".
// Everything here is for the thread that runs run().
#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "config_fault.hpp"
#include "detail/check.hpp"
#include "detail/exchange.hpp"
#include "item.hpp"
#include "page.hpp"
#include "plugin.h"

#define TRAWL_SDK_VERSION "1.0.0"

namespace trawl {

enum class severity : std::int32_t { warning = TRAWL_WARNING, error = TRAWL_ERROR };
enum class level : std::int32_t {
  debug = TRAWL_DEBUG,
  info = TRAWL_INFO,
  warning = TRAWL_WARNING,
  error = TRAWL_ERROR
};

// The answers to many requests in the order they arrive, with as many under way as the platform allows.
// For a range-based for loop, once; a page lives until the next one is asked for.
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

// Everything a plugin can do during its run.
class context {
 public:
  explicit context(trawl_ctx* raw) : exchange_(raw), raw_(raw), api_(*raw->api), info_(*api_.info(raw)) {}

  // --- fetching: waits for the answer; throws trawl::cancelled when the run is to stop ---

  page get(std::string_view url) { return fetch(request(url)); }
  page post(std::string_view url, std::string_view body,
            std::string_view content_type = "application/x-www-form-urlencoded") {
    return fetch(request(url).post(body, content_type));
  }
  page fetch(const request& wanted) {
    exchange_.url() = wanted.url();
    detail::inbox inbox(exchange_);
    inbox.send(wanted);
    return inbox.receive();
  }

  // Pages of a range of URLs or requests: for (auto& page : ctx.get_all(urls)).
  template <class Range>
  page_stream get_all(const Range& urls) {
    std::vector<request> wanted;
    for (const auto& url : urls) wanted.emplace_back(url);
    return page_stream(exchange_, std::move(wanted));
  }

  // Calls function(element) for each element, several calls at a time, each of which may fetch. Calls
  // switch only where they fetch, so they may share variables. After the first exception no further call
  // is started, and it is thrown again from here once those under way have ended.
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

  // --- the platform's configuration, by JSON Pointer; what is absent or of another type throws ---

  std::string config(std::string_view pointer) {
    trawl_str text{};
    need(api_.config_str(raw_, detail::to_str(pointer), &text), pointer, "a string");
    return std::string(detail::to_view(text));
  }
  std::int64_t config_int(std::string_view pointer) {
    std::int64_t value = 0;
    need(api_.config_i64(raw_, detail::to_str(pointer), &value), pointer, "an integer");
    return value;
  }
  double config_number(std::string_view pointer) {
    double value = 0;
    need(api_.config_f64(raw_, detail::to_str(pointer), &value), pointer, "a number");
    return value;
  }
  bool config_bool(std::string_view pointer) {
    std::int32_t value = 0;
    need(api_.config_bool(raw_, detail::to_str(pointer), &value), pointer, "true or false");
    return value != 0;
  }
  // Any node as JSON text; "" is the whole configuration.
  std::string config_json(std::string_view pointer = "") {
    trawl_str text{};
    need(api_.config_json(raw_, detail::to_str(pointer), &text), pointer, "JSON");
    return std::string(detail::to_view(text));
  }
  bool has_config(std::string_view pointer) {
    trawl_str text{};
    return api_.config_json(raw_, detail::to_str(pointer), &text) == TRAWL_OK;
  }
  // The fallback when the node is absent; its type says which type is wanted.
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

  // --- what the operator sees ---

  void report(severity how_bad, std::string_view code, std::string_view url, std::string_view text) {
    api_.report(raw_, static_cast<std::int32_t>(how_bad), detail::to_str(code), detail::to_str(url),
                detail::to_str(text));
  }
  void log(level how_loud, std::string_view text) {
    api_.log(raw_, static_cast<std::int32_t>(how_loud), detail::to_str(text));
  }
  void log(std::string_view text) { log(level::info, text); }
  void progress(std::uint64_t done, std::uint64_t total, std::string_view what = {}) {
    api_.progress(raw_, done, total, detail::to_str(what));  // total 0: unknown
  }

  // --- what the platform remembers from run to run ---

  std::optional<std::string> state(std::string_view key) {
    trawl_str text{};
    if (api_.state_get(raw_, detail::to_str(key), &text) != TRAWL_OK) return std::nullopt;
    return std::string(detail::to_view(text));
  }
  void set_state(std::string_view key, std::string_view value) {
    if (api_.state_set(raw_, detail::to_str(key), detail::to_str(value)) < 0)
      throw failure("state", "trawl refuses the value for '" + std::string(key) + "'");
  }
  // Keeps items and state so far even if the run fails later.
  void checkpoint() { api_.checkpoint(raw_); }

  // --- the run ---

  bool stopping() { return api_.stopping(raw_) != 0; }  // for long loops: return soon
  std::chrono::system_clock::time_point now() {
    return std::chrono::system_clock::time_point(std::chrono::microseconds(api_.now_us(raw_)));
  }
  std::string_view run_id() const { return detail::to_view(info_.run_id); }
  std::string_view platform() const { return detail::to_view(info_.platform); }
  std::string_view trigger() const { return detail::to_view(info_.trigger); }  // "manual", "retry:42"
  std::uint64_t seed() const { return info_.seed; }
  std::size_t max_in_flight() const { return info_.max_in_flight > 0 ? info_.max_in_flight : 1; }

  const std::string& url() { return exchange_.url(); }  // the one being handled
  trawl_ctx* raw() const { return raw_; }

 private:
  static void need(trawl_status status, std::string_view pointer, const char* type) {
    if (status == TRAWL_OK) return;
    const std::string where = pointer.empty() ? "the configuration" : "configuration " + std::string(pointer);
    throw failure("config",
                  where + (status == TRAWL_ABSENT ? " is missing" : std::string(" is not ") + type));
  }

  detail::exchange exchange_;
  trawl_ctx* raw_;
  const trawl_api& api_;
  const trawl_run_info& info_;
};

// Adds an item; false when this kind and key were emitted before in this run (the first one stays).
inline bool emit(context& ctx, std::string_view kind, std::string_view key, std::string_view json) {
  const trawl_status status =
      ctx.raw()->api->emit(ctx.raw(), detail::to_str(kind), detail::to_str(key), detail::to_str(json));
  if (status < 0) throw failure("item", "trawl refuses the item '" + std::string(key) + "'");
  return status != TRAWL_DUPLICATE;
}
inline bool emit(context& ctx, std::string_view kind, std::string_view key, const item& content) {
  return emit(ctx, kind, key, content.json());
}

namespace detail {

inline trawl_status report_failure(context& ctx, std::string_view code, std::string_view url,
                                   const char* text) {
  ctx.report(severity::error, code, url.empty() ? ctx.url() : url, text);
  return TRAWL_FAILED;
}

template <class Plugin>
trawl_status run_plugin(trawl_ctx* raw) noexcept {
  context ctx(raw);
  try {
    Plugin plugin;
    plugin.run(ctx);
    return TRAWL_OK;
  } catch (const cancelled&) {
    return TRAWL_CANCELLED;
  } catch (const failure& fault) {
    return report_failure(ctx, fault.code(), fault.url(), fault.what());
  } catch (const config_fault& fault) {
    return report_failure(ctx, "config", {}, ("config" + fault.pointer() + ": " + fault.what()).c_str());
  } catch (const std::bad_alloc&) {
    return report_failure(ctx, "memory", {}, "out of memory");
  } catch (const std::exception& fault) {
    return report_failure(ctx, "exception", {}, fault.what());
  } catch (...) {
    return report_failure(ctx, "exception", {}, "an exception that is no std::exception left run()");
  }
}

// A member that a plugin may leave out.
#define TRAWL_OPTIONAL_MEMBER(name)                               \
  template <class Plugin, class = void>                           \
  struct name##_of {                                              \
    static constexpr const char* value = nullptr;                 \
  };                                                              \
  template <class Plugin>                                         \
  struct name##_of<Plugin, std::void_t<decltype(Plugin::name)>> { \
    static constexpr const char* value = Plugin::name;            \
  };
TRAWL_OPTIONAL_MEMBER(summary)
TRAWL_OPTIONAL_MEMBER(license)
TRAWL_OPTIONAL_MEMBER(homepage)
TRAWL_OPTIONAL_MEMBER(config_schema)
TRAWL_OPTIONAL_MEMBER(item_schemas)
#undef TRAWL_OPTIONAL_MEMBER

template <class Plugin>
inline constexpr trawl_plugin descriptor = {sizeof(trawl_plugin),
                                            0,
                                            Plugin::id,
                                            Plugin::version,
                                            summary_of<Plugin>::value,
                                            license_of<Plugin>::value,
                                            homepage_of<Plugin>::value,
                                            config_schema_of<Plugin>::value,
                                            item_schemas_of<Plugin>::value,
                                            &run_plugin<Plugin>,
                                            extension_of<Plugin>()};

template <class... Plugins>
const trawl_module* module() {
  static constexpr const trawl_plugin* plugins[] = {&descriptor<Plugins>...};
  static constexpr trawl_module described = {sizeof(trawl_module), TRAWL_ABI_MAJOR,
                                             TRAWL_ABI_MINOR,      "trawl-sdk " TRAWL_SDK_VERSION " (C++)",
                                             sizeof...(Plugins),   plugins};
  return &described;
}

}  // namespace detail
}  // namespace trawl

// Makes this library a module of these plugins. Once per library, outside any namespace.
#define TRAWL_PLUGIN(...)                                  \
  TRAWL_EXPORT const trawl_module* trawl_module_v1(void) { \
    return ::trawl::detail::module<__VA_ARGS__>();         \
  }
