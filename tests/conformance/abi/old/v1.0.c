/* A plugin as one of ABI 1.0 is: it calls everything that this version offers, and emits what it saw. The
 * library beside this file, v1.0.amd64.so, was built from it when 1.0 was released, and must run on every
 * later trawl. It is never built again:
 *
 *   gcc -std=c11 -Os -shared -fPIC -fvisibility=hidden -s -Wl,--build-id=none,-z,noseparate-code \
 *       -I sdk/include -o v1.0.amd64.so v1.0.c
 */
#include <stdio.h>
#include <string.h>
#include <trawl/plugin.h>

#define TEXT(literal) ((trawl_str){literal, sizeof(literal) - 1})

static trawl_status emit_fact(trawl_ctx* ctx, const char* name, const char* value) {
  char json[512];
  const int length = snprintf(json, sizeof json, "{\"value\":\"%s\"}", value);
  return ctx->api->emit(ctx, TEXT("fact"), (trawl_str){name, strlen(name)},
                        (trawl_str){json, (size_t)length});
}

static trawl_status emit_number(trawl_ctx* ctx, const char* name, long long value) {
  char text[32];
  snprintf(text, sizeof text, "%lld", value);
  return emit_fact(ctx, name, text);
}

static trawl_status emit_text(trawl_ctx* ctx, const char* name, trawl_str value) {
  char text[256];
  snprintf(text, sizeof text, "%.*s", (int)value.len, value.ptr);
  return emit_fact(ctx, name, text);
}

static void read_configuration(trawl_ctx* ctx) {
  const trawl_api* api = ctx->api;
  trawl_str text = {0};
  int64_t integer = 0;
  double number = 0;
  int32_t flag = 0;
  if (api->config_str(ctx, TEXT("/text"), &text) == TRAWL_OK) emit_text(ctx, "text", text);
  if (api->config_i64(ctx, TEXT("/integer"), &integer) == TRAWL_OK) emit_number(ctx, "integer", integer);
  if (api->config_f64(ctx, TEXT("/number"), &number) == TRAWL_OK)
    emit_number(ctx, "tenths", (long long)(number * 10));
  if (api->config_bool(ctx, TEXT("/flag"), &flag) == TRAWL_OK) emit_number(ctx, "flag", flag);
  if (api->config_json(ctx, TEXT("/integer"), &text) == TRAWL_OK) emit_text(ctx, "json", text);
  if (api->config_str(ctx, TEXT("/none"), &text) == TRAWL_ABSENT) emit_fact(ctx, "absent", "yes");
}

static void read_run(trawl_ctx* ctx) {
  const trawl_run_info* info = ctx->api->info(ctx);
  emit_text(ctx, "platform", info->platform);
  emit_number(ctx, "window", info->max_in_flight);
  emit_fact(ctx, "clock", ctx->api->now_us(ctx) > 0 ? "runs" : "stands");
  emit_fact(ctx, "stopping", ctx->api->stopping(ctx) ? "yes" : "no");
  emit_fact(ctx, "extension", ctx->api->extension(ctx, "test.none/1") ? "some" : "none");
}

static void use_state(trawl_ctx* ctx) {
  trawl_str before = {0};
  if (ctx->api->state_get(ctx, TEXT("seen"), &before) == TRAWL_OK) emit_text(ctx, "seen", before);
  ctx->api->state_set(ctx, TEXT("seen"), TEXT("by 1.0"));
  ctx->api->checkpoint(ctx);
}

static void tell(trawl_ctx* ctx) {
  ctx->api->report(ctx, TRAWL_WARNING, TEXT("old"), TEXT("https://a.example/"), TEXT("built for 1.0"));
  ctx->api->log(ctx, TRAWL_INFO, TEXT("hello from 1.0"));
  ctx->api->progress(ctx, 1, 2, TEXT("halves"));
}

static trawl_status ask(trawl_ctx* ctx, uint64_t number) {
  static const trawl_header headers[] = {{{"X-Number", 8}, {"7", 1}}};
  char url[64];
  snprintf(url, sizeof url, "https://a.example/%llu", (unsigned long long)number);
  const trawl_request request = {
      .size = sizeof request,
      .flags = TRAWL_REQ_QUIET | TRAWL_REQ_NO_CACHE | TRAWL_REQ_NO_REDIRECT,
      .tag = 1000 + number,
      .method = {"POST", 4},
      .url = {url, strlen(url)},
      .body = {"a=1", 3},
      .headers = headers,
      .header_count = 1,
      .timeout_ms = 5000,
      .priority = 1,
  };
  return ctx->api->fetch(ctx, &request);
}

static void use(trawl_ctx* ctx, const trawl_response* response) {
  char name[32];
  snprintf(name, sizeof name, "page %llu", (unsigned long long)response->tag);
  if (response->net == TRAWL_NET_OK && response->http_status == 200) emit_text(ctx, name, response->body);
  if (response->header_count > 0) emit_text(ctx, "header", response->headers[0].value);
  if (TRAWL_HAS(response, encoding)) emit_fact(ctx, "encoding", "known");
}

/* More requests than any window takes, so that fetch() says AGAIN. */
static trawl_status fetch_all(trawl_ctx* ctx) {
  enum { wanted = 40 };
  uint64_t sent = 0;
  for (int answered = 0; answered < wanted; ++answered) {
    trawl_status status = TRAWL_OK;
    while (sent < wanted && (status = ask(ctx, sent)) == TRAWL_OK) ++sent;
    if (status < 0) return status;
    const trawl_response* response = NULL;
    if ((status = ctx->api->wait(ctx, 60000, &response)) != TRAWL_OK) return status;
    use(ctx, response);
    ctx->api->release(ctx, response);
  }
  const trawl_response* none = NULL;
  return ctx->api->wait(ctx, 0, &none) == TRAWL_IDLE ? TRAWL_OK : TRAWL_FAILED;
}

static trawl_status run(trawl_ctx* ctx) {
  read_configuration(ctx);
  read_run(ctx);
  use_state(ctx);
  tell(ctx);
  const trawl_status status = fetch_all(ctx);
  if (status != TRAWL_OK) return status;
  return emit_fact(ctx, "text", "again") == TRAWL_DUPLICATE ? TRAWL_OK : TRAWL_FAILED;
}

/* Complains about a configuration without members. */
static trawl_status check(trawl_str config_json, void* sink, void (*complain)(void*, trawl_str, trawl_str)) {
  if (config_json.len <= 2) complain(sink, TEXT("/text"), TEXT("is needed"));
  return TRAWL_OK;
}

static const void* extension(const char* id) {
  static const trawl_check_v1 offered = {.size = sizeof offered, .check = check};
  return strcmp(id, TRAWL_CHECK_V1) == 0 ? &offered : NULL;
}

static const trawl_plugin plugin = {
    .size = sizeof plugin,
    .id = "old-1-0",
    .version = "1.0.0",
    .summary = "A plugin of ABI 1.0",
    .license = "MIT",
    .homepage = "https://a.example/",
    .config_schema = "{\"type\": \"object\"}",
    .item_schemas = "{}",
    .run = run,
    .extension = extension,
};

TRAWL_EXPORT const trawl_module* trawl_module_v1(void) {
  static const trawl_plugin* const plugins[] = {&plugin};
  static const trawl_module module = {
      .size = sizeof module,
      .abi_major = TRAWL_ABI_MAJOR,
      .abi_minor = TRAWL_ABI_MINOR,
      .sdk = "plugin.h 1.0",
      .plugin_count = 1,
      .plugins = plugins,
  };
  return &module;
}
