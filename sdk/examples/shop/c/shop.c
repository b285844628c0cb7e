/* The example shop in plain C: a price list of several pages and a stock per article. ../README.md says what
 * the site looks like. Everything that a response holds is read in place and given back by release(). */
#define _GNU_SOURCE /* memmem, strndup */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <trawl/plugin.h>

typedef struct article {
  trawl_str id, title;  /* in the body of the list's page */
  int64_t cents, stock; /* stock: -1 until it is known */
} article;

typedef struct articles {
  article* at;
  size_t count, room;
} articles;

/* --- text --- */

#define TEXT(literal) ((trawl_str){literal, sizeof(literal) - 1})

/* Cuts the text before the first `end` off the rest, and the end with it. */
static trawl_str cut(trawl_str* rest, char end) {
  const char* found = rest->len > 0 ? memchr(rest->ptr, end, rest->len) : NULL;
  const size_t length = found ? (size_t)(found - rest->ptr) : rest->len;
  const trawl_str before = {rest->ptr, length};
  const size_t gone = found ? length + 1 : length;
  *rest = (trawl_str){rest->ptr + gone, rest->len - gone};
  return before;
}

static trawl_str trimmed(trawl_str text) {
  while (text.len > 0 && strchr(" \t\r\n", text.ptr[0])) text = (trawl_str){text.ptr + 1, text.len - 1};
  while (text.len > 0 && strchr(" \t\r\n", text.ptr[text.len - 1])) --text.len;
  return text;
}

/* A whole number of at most 15 digits; -1 for anything else. */
static int64_t whole_number(trawl_str text) {
  int64_t number = 0;
  if (text.len == 0 || text.len > 15) return -1;
  for (size_t i = 0; i < text.len; ++i) {
    if (text.ptr[i] < '0' || text.ptr[i] > '9') return -1;
    number = number * 10 + (text.ptr[i] - '0');
  }
  return number;
}

/* An id becomes part of a URL, so it is made of letters, digits, '-' and '_'. */
static bool is_id(trawl_str text) {
  static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  for (size_t i = 0; i < text.len; ++i)
    if (!memchr(allowed, text.ptr[i], sizeof allowed - 1)) return false;
  return text.len > 0 && text.len <= 64;
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

/* --- the list --- */

static bool add(articles* list, article one) {
  if (list->count == list->room) {
    const size_t room = list->room ? 2 * list->room : 64;
    article* grown = realloc(list->at, room * sizeof *grown);
    if (!grown) return false;
    list->at = grown;
    list->room = room;
  }
  list->at[list->count++] = one;
  return true;
}

static trawl_status read_list(trawl_ctx* ctx, const trawl_response* page, articles* list) {
  trawl_str rest = page->body;
  cut(&rest, '\n'); /* the names of the columns */
  for (unsigned number = 2; rest.len > 0; ++number) {
    trawl_str line = cut(&rest, '\n');
    if (line.len > 0 && line.ptr[line.len - 1] == '\r') --line.len;
    if (line.len == 0) continue;
    article one = {.stock = -1};
    one.id = cut(&line, '\t');
    one.title = cut(&line, '\t');
    one.cents = whole_number(line);
    if (!is_id(one.id) || one.title.len == 0 || one.cents < 0) {
      char text[64];
      const int length = snprintf(text, sizeof text, "line %u is not id, title, cents", number);
      ctx->api->report(ctx, TRAWL_ERROR, TEXT("bad_line"), page->url, (trawl_str){text, (size_t)length});
    } else if (!add(list, one)) {
      ctx->api->report(ctx, TRAWL_ERROR, TEXT("memory"), page->url, TEXT("out of memory"));
      return TRAWL_FAILED;
    }
  }
  return TRAWL_OK;
}

/* What the Link header names as the next page, as a text of its own; null when there is none. */
static char* next_page(const trawl_response* page) {
  for (size_t i = 0; i < page->header_count; ++i) {
    const trawl_header* header = &page->headers[i];
    if (header->name.len != 4 || strncasecmp(header->name.ptr, "link", 4) != 0) continue;
    trawl_str rest = header->value;
    while (rest.len > 0) { /* <url>; parameters, <url>; ... */
      cut(&rest, '<');
      const trawl_str url = cut(&rest, '>');
      const char* parameters = rest.ptr;
      const char* end = rest.len > 0 ? memchr(rest.ptr, '<', rest.len) : NULL;
      const size_t length = end ? (size_t)(end - parameters) : rest.len;
      if (length > 0 && memmem(parameters, length, "rel=\"next\"", 10)) return strndup(url.ptr, url.len);
    }
  }
  return NULL;
}

/* --- the stocks --- */

static bool is_ok(const trawl_response* response) {
  return response->net == TRAWL_NET_OK && response->http_status < 400;
}

/* The tag of a request is the article's place in the list. */
static trawl_status ask_stock(trawl_ctx* ctx, trawl_str base, const articles* list, size_t place) {
  char url[2048];
  const trawl_str id = list->at[place].id;
  const int length = snprintf(url, sizeof url, "%.*s%.*s", (int)base.len, base.ptr, (int)id.len, id.ptr);
  if (length < 0 || (size_t)length >= sizeof url) return TRAWL_INVALID;
  const trawl_request request = {.size = sizeof request, .tag = place, .url = {url, (size_t)length}};
  return ctx->api->fetch(ctx, &request);
}

static int64_t read_stock(trawl_ctx* ctx, const trawl_response* answer) {
  if (!is_ok(answer)) return -1; /* on the error list already */
  const int64_t stock = whole_number(trimmed(answer->body));
  if (stock < 0)
    ctx->api->report(ctx, TRAWL_ERROR, TEXT("bad_stock"), answer->url, TEXT("the stock is no whole number"));
  return stock;
}

/* Keeps as many requests under way as trawl takes, and uses the answers as they come. */
static trawl_status fetch_stocks(trawl_ctx* ctx, trawl_str base, articles* list) {
  size_t asked = 0;
  for (size_t answered = 0; answered < list->count; ++answered) {
    trawl_status status = TRAWL_OK;
    while (asked < list->count && (status = ask_stock(ctx, base, list, asked)) == TRAWL_OK) ++asked;
    if (status < 0) return status; /* AGAIN is positive: the window is full */
    const trawl_response* answer = NULL;
    if ((status = ctx->api->wait(ctx, -1, &answer)) != TRAWL_OK) return status < 0 ? status : TRAWL_FAILED;
    list->at[answer->tag].stock = read_stock(ctx, answer);
    ctx->api->release(ctx, answer);
  }
  return TRAWL_OK;
}

/* --- the items --- */

static trawl_status emit_article(trawl_ctx* ctx, const article* one) {
  char* json = malloc(6 * (one->id.len + one->title.len) + 128);
  if (!json) return TRAWL_FAILED;
  char* end = json + sprintf(json, "{\"id\":");
  end = write_json(end, one->id);
  end += sprintf(end, ",\"title\":");
  end = write_json(end, one->title);
  end += sprintf(end, ",\"cents\":%lld,\"stock\":%lld}", (long long)one->cents, (long long)one->stock);
  const trawl_status status =
      ctx->api->emit(ctx, TEXT("product"), one->id, (trawl_str){json, (size_t)(end - json)});
  free(json);
  return status;
}

static trawl_status emit_all(trawl_ctx* ctx, const articles* list) {
  for (size_t i = 0; i < list->count; ++i) {
    if (list->at[i].stock < 0) continue;
    const trawl_status status = emit_article(ctx, &list->at[i]);
    if (status < 0) {
      ctx->api->report(ctx, TRAWL_ERROR, TEXT("item"), (trawl_str){0}, TEXT("trawl refuses an item"));
      return status;
    }
  }
  return ctx->api->checkpoint(ctx);
}

/* --- the run --- */

static trawl_status read_page(trawl_ctx* ctx, trawl_str stock_url, const trawl_response* page) {
  articles list = {0};
  trawl_status status = read_list(ctx, page, &list);
  if (status >= 0) status = fetch_stocks(ctx, stock_url, &list);
  if (status >= 0) status = emit_all(ctx, &list);
  free(list.at);
  return status;
}

static trawl_status fetch_page(trawl_ctx* ctx, const char* url, const trawl_response** page) {
  const trawl_request request = {.size = sizeof request, .url = {url, strlen(url)}};
  const trawl_status status = ctx->api->fetch(ctx, &request);
  return status == TRAWL_OK ? ctx->api->wait(ctx, -1, page) : status;
}

static trawl_status run(trawl_ctx* ctx) {
  trawl_str list_url, stock_url;
  if (ctx->api->config_str(ctx, TEXT("/list"), &list_url) != TRAWL_OK ||
      ctx->api->config_str(ctx, TEXT("/stock"), &stock_url) != TRAWL_OK) {
    ctx->api->report(ctx, TRAWL_ERROR, TEXT("config"), (trawl_str){0}, TEXT("list and stock are needed"));
    return TRAWL_FAILED;
  }
  char* url = strndup(list_url.ptr, list_url.len);
  trawl_status status = TRAWL_OK;
  while (url && status == TRAWL_OK) {
    const trawl_response* page = NULL;
    status = fetch_page(ctx, url, &page);
    free(url);
    url = NULL;
    if (status != TRAWL_OK) break;
    if (is_ok(page)) {
      status = read_page(ctx, stock_url, page);
      url = next_page(page);
    }
    ctx->api->release(ctx, page);
  }
  free(url);
  return status;
}

static const trawl_plugin shop = {
    .size = sizeof shop,
    .id = "shop",
    .version = "1.0.0",
    .summary = "Example shop with a price list, in C",
    .config_schema =
        "{\"type\": \"object\", \"required\": [\"list\", \"stock\"], \"additionalProperties\": false,"
        " \"properties\": {"
        "\"list\": {\"type\": \"string\", \"format\": \"uri\","
        " \"description\": \"First page of the price list\"},"
        " \"stock\": {\"type\": \"string\", \"format\": \"uri\","
        " \"description\": \"Where an article's stock is, up to its id\"}}}",
    .run = run,
};

TRAWL_EXPORT const trawl_module* trawl_module_v1(void) {
  static const trawl_plugin* const plugins[] = {&shop};
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
