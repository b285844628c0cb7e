/* A plugin in plain C whose check of a configuration misbehaves as the configuration says: a JSON object that
 * contains one of the words below. Nothing is said against any other. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <trawl/plugin.h>
#include <unistd.h>

typedef void (*complain_to)(void* sink, trawl_str pointer, trawl_str text);

static trawl_str str(const char* text) {
  const trawl_str view = {text, strlen(text)};
  return view;
}

static int says(trawl_str config, const char* word) {
  return memmem(config.ptr, config.len, word, strlen(word)) != NULL;
}

static void complain_often(void* sink, complain_to complain) {
  static char long_text[100000];
  memset(long_text, 'x', sizeof long_text - 1);
  for (int i = 0; i < 10000; ++i) complain(sink, str("/what"), str(long_text));
}

/* The worker keeps its stdout on a descriptor that a plugin can guess. */
static void write_everywhere(void) {
  for (int fd = 1; fd < 16; ++fd) {
    if (write(fd, "[{\"pointer\": 7}", 15) < 0) continue;
  }
  _exit(0);
}

static trawl_status check(trawl_str config, void* sink, complain_to complain) {
  const trawl_str not_utf8 = {"\xff\xfe", 2}, no_text = {NULL, 0};
  if (says(config, "crash")) raise(SIGSEGV);
  if (says(config, "spin")) {
    for (volatile int i = 0;; ++i) {
    }
  }
  if (says(config, "sleep")) pause();
  if (says(config, "leave")) _exit(0);
  if (says(config, "often")) complain_often(sink, complain);
  if (says(config, "garbage")) write_everywhere();
  if (says(config, "print")) puts("[]"), fflush(stdout);
  if (says(config, "bytes")) complain(sink, not_utf8, not_utf8);
  if (says(config, "silent")) complain(sink, str("/what"), no_text);
  if (says(config, "twice"))
    complain(sink, str("/a"), str("first")), complain(sink, str("/b"), str("second"));
  if (says(config, "unable")) {
    complain(sink, str(""), str("the dictionary is missing"));
    return TRAWL_FAILED;
  }
  return TRAWL_OK;
}

static const trawl_check_v1 checks = {sizeof(trawl_check_v1), 0, check};

static const void* extension(const char* id) {
  return strcmp(id, TRAWL_CHECK_V1) == 0 ? &checks : NULL;
}

static trawl_status run(trawl_ctx* ctx) {
  (void)ctx;
  return TRAWL_OK;
}

static const trawl_plugin plugin = {
    sizeof(trawl_plugin), 0, "picky", "1.0.0", "Refuses", "MIT", NULL, NULL, NULL, run, extension};
static const trawl_plugin* const plugins[] = {&plugin};
static const trawl_module module = {
    sizeof(trawl_module), TRAWL_ABI_MAJOR, TRAWL_ABI_MINOR, "by hand", 1, plugins};

TRAWL_EXPORT const trawl_module* trawl_module_v1(void) {
  return &module;
}
