/* A plugin in plain C that does to its worker whatever `how` of its configuration says. */
#include "hostile.h"

#include <stdio.h>
#include <string.h>

static trawl_str str(const char* text) {
  const trawl_str view = {text, strlen(text)};
  return view;
}

void hostile_tell(trawl_ctx* ctx, const char* what, int result) {
  char json[64];
  snprintf(json, sizeof json, "{\"result\": %d}", result);
  ctx->api->emit(ctx, str("result"), str(what), str(json));
}

static trawl_status run(trawl_ctx* ctx) {
  trawl_str how;
  if (ctx->api->config_str(ctx, str("/how"), &how) != TRAWL_OK) return TRAWL_FAILED;
  for (const hostile_act* act = hostile_acts; act->how; ++act) {
    if (strlen(act->how) == how.len && memcmp(act->how, how.ptr, how.len) == 0) return act->commit(ctx);
  }
  return TRAWL_INVALID;
}

static const trawl_plugin plugin = {
    sizeof(trawl_plugin), 0, "hostile", "1.0.0", "Misbehaves", "MIT", NULL, NULL, NULL, run, NULL};
static const trawl_plugin* const plugins[] = {&plugin};
static const trawl_module module = {
    sizeof(trawl_module), TRAWL_ABI_MAJOR, TRAWL_ABI_MINOR, "by hand", 1, plugins};

TRAWL_EXPORT const trawl_module* trawl_module_v1(void) {
  return &module;
}
