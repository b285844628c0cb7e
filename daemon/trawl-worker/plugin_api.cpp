#include "trawl-worker/plugin_api.hpp"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <thread>

namespace trawl::worker {
namespace {

struct Context : trawl_ctx {
  PluginHost* host = nullptr;
  std::thread::id thread;
  std::atomic<bool> ended = false;
};

[[noreturn]] void end_of_contract(const char* what) {
  std::fprintf(stderr, "trawl-worker: the plugin broke the contract: %s\n", what);
  std::abort();
}

PluginHost& host_of(trawl_ctx* ctx) {
  if (!ctx) end_of_contract("it called trawl_api without a context");
  auto& context = static_cast<Context&>(*ctx);
  if (context.ended) end_of_contract("it called trawl_api after run() had returned");
  if (context.thread != std::this_thread::get_id())
    end_of_contract("it called trawl_api from another thread than the one that called run()");
  return *context.host;
}

std::string_view view(trawl_str text) {
  return text.len > 0 ? std::string_view(text.ptr, text.len) : "";
}

// Runs a call; what it throws (out of memory, mostly) becomes TRAWL_FAILED.
template <class Call>
trawl_status guarded(trawl_ctx* ctx, Call&& call) noexcept {
  PluginHost& host = host_of(ctx);
  try {
    return call(host);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "trawl-worker: %s\n", fault.what());
    return TRAWL_FAILED;
  }
}

template <class Call>
void guarded_void(trawl_ctx* ctx, Call&& call) noexcept {
  guarded(ctx, [&](PluginHost& host) {
    call(host);
    return trawl_status{TRAWL_OK};
  });
}

const trawl_run_info* info(trawl_ctx* ctx) {
  return &host_of(ctx).info();
}

// A plugin built for a later minor hands in a larger request; one that hands in a smaller one is broken.
trawl_status fetch(trawl_ctx* ctx, const trawl_request* request) {
  return guarded(ctx, [&](PluginHost& host) {
    if (!request || request->size < sizeof(trawl_request)) return trawl_status{TRAWL_INVALID};
    return host.fetch(*request);
  });
}

trawl_status wait(trawl_ctx* ctx, std::int64_t timeout_ms, const trawl_response** out) {
  return guarded(ctx, [&](PluginHost& host) { return host.wait(timeout_ms, *out); });
}

void release(trawl_ctx* ctx, const trawl_response* response) {
  guarded_void(ctx, [&](PluginHost& host) { host.release(response); });
}

trawl_status emit(trawl_ctx* ctx, trawl_str kind, trawl_str key, trawl_str json) {
  return guarded(ctx, [&](PluginHost& host) { return host.emit(view(kind), view(key), view(json)); });
}

trawl_status report(trawl_ctx* ctx, std::int32_t severity, trawl_str code, trawl_str url, trawl_str text) {
  return guarded(ctx,
                 [&](PluginHost& host) { return host.report(severity, view(code), view(url), view(text)); });
}

void log(trawl_ctx* ctx, std::int32_t level, trawl_str text) {
  guarded_void(ctx, [&](PluginHost& host) { host.log(level, view(text)); });
}

void progress(trawl_ctx* ctx, std::uint64_t done, std::uint64_t total, trawl_str what) {
  guarded_void(ctx, [&](PluginHost& host) { host.progress(done, total, view(what)); });
}

trawl_status config_str(trawl_ctx* ctx, trawl_str pointer, trawl_str* out) {
  return guarded(ctx, [&](PluginHost& host) { return host.config().text(view(pointer), *out); });
}

trawl_status config_i64(trawl_ctx* ctx, trawl_str pointer, std::int64_t* out) {
  return guarded(ctx, [&](PluginHost& host) { return host.config().integer(view(pointer), *out); });
}

trawl_status config_f64(trawl_ctx* ctx, trawl_str pointer, double* out) {
  return guarded(ctx, [&](PluginHost& host) { return host.config().number(view(pointer), *out); });
}

trawl_status config_bool(trawl_ctx* ctx, trawl_str pointer, std::int32_t* out) {
  return guarded(ctx, [&](PluginHost& host) { return host.config().boolean(view(pointer), *out); });
}

trawl_status config_json(trawl_ctx* ctx, trawl_str pointer, trawl_str* out) {
  return guarded(ctx, [&](PluginHost& host) { return host.config().json(view(pointer), *out); });
}

trawl_status state_get(trawl_ctx* ctx, trawl_str key, trawl_str* out) {
  return guarded(ctx, [&](PluginHost& host) { return host.state_get(view(key), *out); });
}

trawl_status state_set(trawl_ctx* ctx, trawl_str key, trawl_str value) {
  return guarded(ctx, [&](PluginHost& host) { return host.state_set(view(key), view(value)); });
}

trawl_status checkpoint(trawl_ctx* ctx) {
  return guarded(ctx, [](PluginHost& host) { return host.checkpoint(); });
}

std::int32_t stopping(trawl_ctx* ctx) {
  bool stop = false;
  guarded_void(ctx, [&](PluginHost& host) { stop = host.stopping(); });
  return stop ? 1 : 0;
}

std::int64_t now_us(trawl_ctx* ctx) {
  return host_of(ctx).now_us();
}

const void* extension(trawl_ctx* ctx, const char*) {
  host_of(ctx);
  return nullptr;
}

constexpr trawl_api api = {
    .size = sizeof(trawl_api),
    .abi_major = TRAWL_ABI_MAJOR,
    .abi_minor = TRAWL_ABI_MINOR,
    .info = info,
    .fetch = fetch,
    .wait = wait,
    .release = release,
    .emit = emit,
    .report = report,
    .log = log,
    .progress = progress,
    .config_str = config_str,
    .config_i64 = config_i64,
    .config_f64 = config_f64,
    .config_bool = config_bool,
    .config_json = config_json,
    .state_get = state_get,
    .state_set = state_set,
    .checkpoint = checkpoint,
    .stopping = stopping,
    .now_us = now_us,
    .extension = extension,
};

// What a plugin of today may meet in some years: a larger table, of which it knows the beginning.
struct LaterApi {
  trawl_api known = api;
  const void* unknown[4] = {};
};
constexpr LaterApi later_api = [] {
  LaterApi later;
  later.known.size = sizeof later;
  later.known.abi_minor = TRAWL_ABI_MINOR + 1;
  return later;
}();

}  // namespace

// noexcept: an exception that a plugin lets escape through its C entry ends the process here, by
// std::terminate, and not somewhere in the worker's own code.
trawl_status run_plugin(const trawl_plugin& plugin, PluginHost& host) noexcept {
  static Context context;  // outlives run(), so that whoever calls too late is told so
  context.api = host.speaks_later_minor() ? &later_api.known : &api;
  context.host = &host;
  context.thread = std::this_thread::get_id();
  const trawl_status status = plugin.run(&context);
  context.ended = true;
  return status;
}

}  // namespace trawl::worker
