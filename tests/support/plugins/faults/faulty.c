/* A plugin in plain C that crawls a small site well, but for the one fault that `fault` of its configuration
 * names. The site: a start page with the line "listing" and then one address a line; pages with the lines
 * "title: TEXT" and "end". */
#include "faulty.h"

#include <stdlib.h>
#include <string.h>

trawl_str str(const char* text) {
  const trawl_str view = {text, strlen(text)};
  return view;
}

bool has_fault(const run_state* run, const char* name) {
  return run->fault.len == strlen(name) && memcmp(run->fault.ptr, name, run->fault.len) == 0;
}

trawl_status ask_for(run_state* run, unsigned number) {
  trawl_request request = {0};
  request.size = sizeof request;
  request.tag = number;
  request.url = str(run->urls[number]);
  if (has_fault(run, "loses 404 in silence")) request.flags = TRAWL_REQ_QUIET;
  return run->api->fetch(run->ctx, &request);
}

/* Asks for what is known, as much as the window takes. */
static trawl_status ask(run_state* run) {
  while (run->asked < run->known) {
    const trawl_status status = ask_for(run, run->asked);
    if (status == TRAWL_AGAIN && has_fault(run, "needs a large window")) continue;
    if (status != TRAWL_OK) return status;
    ++run->asked;
  }
  return TRAWL_OK;
}

static trawl_status crawl(run_state* run) {
  const trawl_response* page = NULL;
  for (;;) {
    trawl_status status = ask(run);
    if (status >= 0) status = run->api->wait(run->ctx, -1, &page);
    if (status == TRAWL_CANCELLED && has_fault(run, "ignores cancel")) continue;
    if (status == TRAWL_CANCELLED && has_fault(run, "cancelled but ok")) return TRAWL_OK;
    if (status < 0) return status;
    if (status == TRAWL_IDLE && has_fault(run, "takes idle for a page"))
      page = NULL;
    else if (status == TRAWL_IDLE)
      return TRAWL_OK;
    if (page->size != sizeof *page && has_fault(run, "wants exact sizes")) return TRAWL_OK;
    handle_page(run, page);
    act_on_page(run, page);
    if (has_fault(run, "never releases")) continue;
    run->api->release(run->ctx, page);
    after_release(run, page);
  }
}

static trawl_status run(trawl_ctx* ctx) {
  run_state* state = calloc(1, sizeof *state);
  state->ctx = ctx;
  state->api = ctx->api;
  trawl_str start;
  trawl_status status = ctx->api->config_str(ctx, str("/start"), &start);
  if (status != TRAWL_OK || ctx->api->config_str(ctx, str("/fault"), &state->fault) != TRAWL_OK) {
    free(state);
    return TRAWL_INVALID;
  }
  ctx->api->config_str(ctx, str("/prefix"), &state->prefix);
  if (has_fault(state, "crashes on an empty prefix") && state->prefix.len == 0) abort();
  state->urls[state->known++] = strndup(start.ptr, start.len);
  status = crawl(state);
  if (status == TRAWL_OK) act_at_the_end(state);
  for (unsigned i = 0; i < state->known; ++i) free(state->urls[i]);
  if (!has_fault(state, "calls after run")) free(state);
  return status;
}

static const char schema[] =
    "{\"type\": \"object\", \"additionalProperties\": false, \"required\": [\"start\", \"fault\"], "
    "\"properties\": {"
    "\"start\": {\"type\": \"string\", \"pattern\": \"^http\", \"description\": \"The listing\"},"
    "\"fault\": {\"type\": \"string\", \"pattern\": \"^[a-z]\", \"description\": \"What it does wrong\"},"
    "\"prefix\": {\"type\": \"string\", \"default\": \"\", \"description\": \"Put before each title\"}}}";
static const char item_schemas[] =
    "{\"page\": {\"type\": \"object\", \"required\": [\"title\"], \"properties\": {\"title\": {\"type\": "
    "\"string\"}}}}";

static const trawl_plugin plugin = {sizeof(trawl_plugin),   0,     "faulty", "1.0.0",
                                    "Does one thing wrong", "MIT", NULL,     schema,
                                    item_schemas,           run,   NULL};
static const trawl_plugin* const plugins[] = {&plugin};
static const trawl_module module = {
    sizeof(trawl_module), TRAWL_ABI_MAJOR, TRAWL_ABI_MINOR, "by hand", 1, plugins};

TRAWL_EXPORT const trawl_module* trawl_module_v1(void) {
  return &module;
}
