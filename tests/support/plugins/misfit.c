/* Libraries that are no usable module, each for one reason; the build defines which. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <trawl/plugin.h>
#include <unistd.h>

__attribute__((unused)) static trawl_status run(trawl_ctx* ctx) {
  (void)ctx;
  return TRAWL_OK;
}

static const trawl_plugin plugin = {
#ifdef MISFIT_WRONG_PLUGIN_SIZE
    24,
#else
    sizeof(trawl_plugin),
#endif
    0,
#ifdef MISFIT_BAD_ID
    "../evil",
#else
    "misfit",
#endif
    "1.0.0",   NULL, NULL, NULL, NULL, NULL,
#ifdef MISFIT_NULL_RUN
    NULL,
#else
    run,
#endif
    NULL};

static const trawl_plugin* const plugins[] = {&plugin, &plugin};

__attribute__((unused)) static const trawl_module module = {
#ifdef MISFIT_WRONG_MODULE_SIZE
    8,
#else
    sizeof(trawl_module),
#endif
#ifdef MISFIT_WRONG_MAJOR
    7,
#else
    TRAWL_ABI_MAJOR,
#endif
    TRAWL_ABI_MINOR,
    "by hand",
#if defined(MISFIT_NO_PLUGINS)
    0,
#elif defined(MISFIT_TWICE)
    2,
#else
    1,
#endif
    plugins};

#if defined(MISFIT_CRASHING_CONSTRUCTOR)
__attribute__((constructor)) static void construct(void) {
  abort();
}
#elif defined(MISFIT_HANGING_CONSTRUCTOR)
__attribute__((constructor)) static void construct(void) {
  for (volatile int turn = 0;; turn = !turn) continue;
}
#elif defined(MISFIT_LEAVING_CONSTRUCTOR)
__attribute__((constructor)) static void construct(void) {
  exit(0);
}
#elif defined(MISFIT_PRINTING_CONSTRUCTOR)
__attribute__((constructor)) static void construct(void) {
  puts("[]");
  fflush(stdout);
}
#elif defined(MISFIT_UNDEFINED_SYMBOL)
extern int no_library_has_this(void);
__attribute__((constructor)) static void construct(void) {
  exit(no_library_has_this());
}
#endif

#if defined(MISFIT_NO_ENTRY)
TRAWL_EXPORT const trawl_module* some_other_function(void);
TRAWL_EXPORT const trawl_module* some_other_function(void) {
  return &module;
}
#elif defined(MISFIT_NEWER_ABI)
TRAWL_EXPORT const trawl_module* trawl_module_v2(void);
TRAWL_EXPORT const trawl_module* trawl_module_v2(void) {
  return &module;
}
#else
TRAWL_EXPORT const trawl_module* trawl_module_v1(void) {
#ifdef MISFIT_NULL_MODULE
  return NULL;
#else
  return &module;
#endif
}
#endif
