#include <trawl/plugin.h>

static trawl_status run(trawl_ctx* ctx) {
  const trawl_str kind = {"greeting", 8}, key = {"hello", 5}, json = {"{\"text\": \"hello\"}", 17};
  return ctx->api->emit(ctx, kind, key, json);
}

static const trawl_plugin plugin = {.size = sizeof plugin, .id = "plain", .version = "1.0.0", .run = run};
static const trawl_plugin* const plugins[] = {&plugin};
static const trawl_module module = {.size = sizeof module,
                                    .abi_major = TRAWL_ABI_MAJOR,
                                    .abi_minor = TRAWL_ABI_MINOR,
                                    .sdk = "by hand",
                                    .plugin_count = 1,
                                    .plugins = plugins};

TRAWL_EXPORT const trawl_module* trawl_module_v1(void) {
  return &module;
}
