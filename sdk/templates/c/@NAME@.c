/* @NAME@: reads the titles of pages, several pages at a time. trawl/plugin.h is the whole contract. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <trawl/plugin.h>

#define TEXT(literal) ((trawl_str){literal, sizeof(literal) - 1})

/* --- text --- */

static char lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The place of `word`, which is in lower case, at or after `from`; the text's length when it is not there. */
static size_t find(trawl_str text, size_t from, const char* word) {
  const size_t length = strlen(word);
  for (size_t at = from; at + length <= text.len; ++at) {
    size_t same = 0;
    while (same < length && lower(text.ptr[at + same]) == word[same]) ++same;
    if (same == length) return at;
  }
  return text.len;
}

static trawl_str trimmed(trawl_str text) {
  while (text.len > 0 && memchr(" \t\r\n\f", text.ptr[0], 5)) text = (trawl_str){text.ptr + 1, text.len - 1};
  while (text.len > 0 && memchr(" \t\r\n\f", text.ptr[text.len - 1], 5)) --text.len;
  return text;
}

/* trawl takes UTF-8 and nothing else. */
static bool is_utf8(trawl_str text) {
  for (size_t at = 0; at < text.len;) {
    const unsigned char* byte = (const unsigned char*)text.ptr + at;
    const size_t length = byte[0] < 0x80 ? 1 : byte[0] < 0xC2 ? 0 : byte[0] < 0xE0 ? 2 : byte[0] < 0xF0 ? 3 : 4;
    if (length == 0 || byte[0] > 0xF4 || at + length > text.len) return false;
    for (size_t i = 1; i < length; ++i)
      if ((byte[i] & 0xC0) != 0x80) return false;
    if ((byte[0] == 0xE0 && byte[1] < 0xA0) || (byte[0] == 0xED && byte[1] > 0x9F) ||
        (byte[0] == 0xF0 && byte[1] < 0x90) || (byte[0] == 0xF4 && byte[1] > 0x8F))
      return false;
    at += length;
  }
  return true;
}

/* Writes a JSON string with its quotes; returns the end. There is room for six bytes per byte of text. */
static char* write_json(char* out, trawl_str text) {
  *out++ = '"';
  for (size_t i = 0; i < text.len; ++i) {
    const unsigned char byte = (unsigned char)text.ptr[i];
    if (byte == '"' || byte == '\\') *out++ = '\\';
    if (byte < 0x20) {
      out += sprintf(out, "\\u%04x", byte);
    } else {
      *out++ = (char)byte;
    }
  }
  *out++ = '"';
  return out;
}

/* --- pages --- */

/* What stands between <title> and </title>, as it stands there; empty when there is none. */
static trawl_str title_of(trawl_str body) {
  const size_t tag = find(body, 0, "<title");
  const size_t begin = find(body, tag, ">");
  const size_t end = find(body, begin, "</title");
  if (end == body.len) return (trawl_str){0};
  return trimmed((trawl_str){body.ptr + begin + 1, end - begin - 1});
}

static trawl_status read_page(trawl_ctx* ctx, const trawl_response* page) {
  const bool is_ok = page->net == TRAWL_NET_OK && page->http_status < 400;
  if (!is_ok) return TRAWL_OK; /* already on the run's error list */
  const trawl_str title = title_of(page->body);
  if (!is_utf8(title)) {
    ctx->api->report(ctx, TRAWL_ERROR, TEXT("encoding"), page->url, TEXT("the title is not UTF-8"));
    return TRAWL_OK;
  }
  char* json = malloc(6 * title.len + 64);
  if (!json) return TRAWL_FAILED;
  char* end = json + sprintf(json, "{\"title\":");
  end = write_json(end, title);
  *end++ = '}';
  const trawl_status status = ctx->api->emit(ctx, TEXT("page"), page->url, (trawl_str){json, (size_t)(end - json)});
  free(json);
  return status < 0 ? status : TRAWL_OK; /* positive: an item of that URL was there before */
}

/* --- the run --- */

/* Asks for the page at that place of the list. AGAIN when enough are under way, ABSENT when the list has ended. */
static trawl_status ask(trawl_ctx* ctx, size_t place) {
  char pointer[32];
  trawl_str url;
  const int length = snprintf(pointer, sizeof pointer, "/pages/%zu", place);
  const trawl_status status = ctx->api->config_str(ctx, (trawl_str){pointer, (size_t)length}, &url);
  if (status != TRAWL_OK) return status;
  const trawl_request request = {.size = sizeof request, .tag = place, .url = url};
  return ctx->api->fetch(ctx, &request);
}

static trawl_status run(trawl_ctx* ctx) {
  trawl_status asking = TRAWL_OK;
  for (size_t asked = 0, answered = 0;; ++answered) {
    while ((asking = ask(ctx, asked)) == TRAWL_OK) ++asked;
    if (asking < 0) return asking;
    if (answered == asked) return TRAWL_OK;
    const trawl_response* page = NULL;
    trawl_status status = ctx->api->wait(ctx, -1, &page);
    if (status != TRAWL_OK) return status < 0 ? status : TRAWL_FAILED;
    status = read_page(ctx, page);
    ctx->api->release(ctx, page);
    if (status < 0) return status;
  }
}

static const trawl_plugin plugin = {
    .size = sizeof plugin,
    .id = "@NAME@",
    .version = "0.1.0",
    .license = "MIT",
    .summary = "Titles of pages",
    .config_schema =
        "{\"type\": \"object\", \"required\": [\"pages\"], \"additionalProperties\": false,"
        " \"properties\": {\"pages\": {\"type\": \"array\", \"minItems\": 1, \"uniqueItems\": true,"
        " \"description\": \"The pages to read\","
        " \"items\": {\"type\": \"string\", \"format\": \"uri\", \"description\": \"A page\"}}}}",
    .run = run,
};

TRAWL_EXPORT const trawl_module* trawl_module_v1(void) {
  static const trawl_plugin* const plugins[] = {&plugin};
  static const trawl_module module = {
      .size = sizeof module,
      .abi_major = TRAWL_ABI_MAJOR,
      .abi_minor = TRAWL_ABI_MINOR,
      .sdk = "plugin.h (C)",
      .plugin_count = 1,
      .plugins = plugins,
  };
  return &module;
}
