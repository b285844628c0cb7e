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

#include <exception>
#include <new>
#include <string_view>
#include <type_traits>

#include "config_fault.hpp"
#include "context.hpp"
#include "detail/check.hpp"
#include "plugin.h"

#define TRAWL_SDK_VERSION "1.0.0"

namespace trawl {

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
