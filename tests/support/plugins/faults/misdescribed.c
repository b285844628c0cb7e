/* Libraries that can be loaded but are not as a library should be, each in one way; the build defines which.
 */
#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <trawl/plugin.h>
#include <unistd.h>

#if defined(WRONG_SCHEMA_NOT_JSON)
#define SCHEMA "{\"type\": "
#elif defined(WRONG_SCHEMA_SENSELESS)
#define SCHEMA "{\"type\": \"objekt\"}"
#elif defined(WRONG_DEFAULT)
#define SCHEMA                                          \
  "{\"type\": \"object\", \"properties\": {\"pages\": " \
  "{\"type\": \"integer\", \"minimum\": 1, \"default\": 0, \"description\": \"How many\"}}}"
#elif defined(WRONG_NO_DESCRIPTION)
#define SCHEMA                                                                                           \
  "{\"type\": \"object\", \"properties\": {\"list\": {\"type\": \"array\", \"description\": \"Pages\", " \
  "\"items\": {\"type\": \"object\", \"properties\": {\"url\": {\"type\": \"string\"}}}}}}"
#else
#define SCHEMA "{\"type\": \"object\"}"
#endif

#ifdef WRONG_ITEM_SCHEMAS
#define ITEM_SCHEMAS "{\"page\": {\"type\": 5}}"
#else
#define ITEM_SCHEMAS NULL
#endif

#if defined(WRONG_NO_VERSION)
#define VERSION NULL
#elif defined(WRONG_VERSION)
#define VERSION "newest"
#else
#define VERSION "1.0.0"
#endif

#ifdef WRONG_NO_LICENSE
#define TERMS NULL
#else
#define TERMS "MIT"
#endif

static trawl_status run(trawl_ctx* ctx) {
  (void)ctx;
  return TRAWL_OK;
}

static const void* extension(const char* id) {
#ifdef WRONG_EXTENSION
  return id;
#else
  (void)id;
  return NULL;
#endif
}

static char summary[64] = "Described badly";

static const trawl_plugin plugin = {
    sizeof(trawl_plugin), 0,   "misdescribed", VERSION, summary, TERMS, NULL, SCHEMA,
    ITEM_SCHEMAS,         run, extension};
static const trawl_plugin* const plugins[] = {&plugin};
static const trawl_module module = {
    sizeof(trawl_module), TRAWL_ABI_MAJOR, TRAWL_ABI_MINOR, "by hand", 1, plugins};

__attribute__((unused)) static void* stay(void* unused) {
  (void)unused;
  for (;;) pause();
}

__attribute__((constructor)) static void construct(void) {
#if defined(WRONG_PRINTS)
  puts("hello");
  fflush(stdout);
#elif defined(WRONG_THREAD)
  pthread_t thread;
  pthread_create(&thread, NULL, stay, NULL);
#elif defined(WRONG_CHANGES)
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  snprintf(summary, sizeof summary, "Loaded at %ld.%09ld", (long)now.tv_sec, now.tv_nsec);
#elif defined(WRONG_SLOW)
  for (const clock_t begin = clock(); clock() - begin < CLOCKS_PER_SEC / 5;) continue;
#endif
}

#ifdef WRONG_EXPORTS
__attribute__((visibility("default"))) int parse(void);
int parse(void) {
  return 1;
}
#endif

TRAWL_EXPORT const trawl_module* trawl_module_v1(void) {
  return &module;
}
