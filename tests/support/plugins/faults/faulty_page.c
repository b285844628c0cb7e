/* What the plugin `faulty` does with a page: reads it, with some faults of reading. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "faulty.h"

static void report(run_state* run, const trawl_response* page, const char* text) {
  run->api->report(run->ctx, TRAWL_ERROR, str("parse"), page->url, str(text));
}

static bool starts_with(trawl_str text, const char* word) {
  return text.len >= strlen(word) && memcmp(text.ptr, word, strlen(word)) == 0;
}

/* Cuts the first line off; false at the end. A line without its end is none. */
static bool next_line(trawl_str* text, trawl_str* line) {
  const char* end = text->len > 0 ? memchr(text->ptr, '\n', text->len) : NULL;
  if (!end) return false;
  line->ptr = text->ptr;
  line->len = (size_t)(end - text->ptr);
  text->len -= line->len + 1;
  text->ptr = end + 1;
  return true;
}

static void add_url(run_state* run, trawl_str url) {
  if (url.len > 0 && run->known < sizeof run->urls / sizeof *run->urls)
    run->urls[run->known++] = strndup(url.ptr, url.len);
}

static void read_listing(run_state* run, trawl_str lines) {
  trawl_str line;
  trawl_str unused;
  const bool seen_before = run->api->state_get(run->ctx, str("seen"), &unused) == TRAWL_OK;
  while (next_line(&lines, &line)) {
    if (!(seen_before && has_fault(run, "counts pages as done too early"))) add_url(run, line);
  }
  run->api->state_set(run->ctx, str("seen"), str("yes"));
  if (has_fault(run, "counts pages as done too early")) run->api->checkpoint(run->ctx);
}

static void emit_page(run_state* run, const trawl_response* page, trawl_str title) {
  char key[256];
  char json[1024];
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  snprintf(key, sizeof key, "%.*s", (int)page->url.len, page->url.ptr);
  if (has_fault(run, "numbers items as they come")) snprintf(key, sizeof key, "%u", run->handled);
  if (has_fault(run, "is random")) snprintf(key, sizeof key, "%ld", now.tv_nsec);
  snprintf(json, sizeof json, "{\"title\": \"%.*s%.*s\"}", (int)run->prefix.len, run->prefix.ptr,
           (int)title.len, title.ptr);
  if (has_fault(run, "breaks its item schema")) snprintf(json, sizeof json, "{\"title\": 5}");
  if (has_fault(run, "emits broken JSON")) snprintf(json, sizeof json, "{\"title\": \"");
  if (has_fault(run, "emits a list")) snprintf(json, sizeof json, "[1]");
  if (has_fault(run, "emits broken UTF-8")) snprintf(json, sizeof json, "{\"title\": \"\xc3\x28\"}");
  run->api->emit(run->ctx, str("page"), str(key), str(json));
  act_on_item(run, str(key));
}

/* One frame for each element, as parsers that recurse have them. */
static int depth_of(const char* at, const char* end) {
  volatile char frame[4096];
  frame[0] = 0;
  const char* next = at < end ? memchr(at, '<', (size_t)(end - at)) : NULL;
  return next ? 1 + depth_of(next + 1, end) + frame[0] : 0;
}

static void crash_on_some(run_state* run, const trawl_response* page) {
  if (has_fault(run, "crashes on an empty body") && page->body.len == 0) abort();
  const bool cut = page->body.len < 4 || memcmp(page->body.ptr + page->body.len - 4, "end\n", 4) != 0;
  if (has_fault(run, "crashes on a cut body") && page->http_status == 200 && run->handled > 1 && cut) abort();
  if (has_fault(run, "hangs on 500") && page->http_status == 500)
    for (;;) pause();
  if (has_fault(run, "repeats 429 for ever") && page->http_status == 429) ask_for(run, (unsigned)page->tag);
  if (has_fault(run, "crashes on redirects") && page->net == TRAWL_NET_REDIRECTS) abort();
  if (has_fault(run, "crashes on unknown codes") && page->net > TRAWL_NET_NO_FIXTURE) abort();
  if (has_fault(run, "recurses") && page->body.len > 0)
    depth_of(page->body.ptr, page->body.ptr + page->body.len);
  if (has_fault(run, "believes in small pages")) {
    char small[65536];
    memcpy(small, page->body.ptr, page->body.len);
    __asm__ volatile("" ::"r"(small) : "memory");
  }
}

void handle_page(run_state* run, const trawl_response* page) {
  ++run->handled;
  crash_on_some(run, page);
  if (page->net != TRAWL_NET_OK || page->http_status != 200) return; /* trawl has it on its list */
  trawl_str rest = page->body;
  trawl_str line;
  if (!next_line(&rest, &line)) return report(run, page, "the page is empty");
  if (starts_with(line, "listing")) return read_listing(run, rest);
  if (!starts_with(line, "title: ")) return report(run, page, "the page has no title");
  const trawl_str title = {line.ptr + 7, line.len - 7};
  emit_page(run, page, title);
}

void after_release(run_state* run, const trawl_response* page) {
  if (has_fault(run, "releases twice")) run->api->release(run->ctx, page);
  if (has_fault(run, "reads after release")) run->handled += page->http_status == 404;
}
