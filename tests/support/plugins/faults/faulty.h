/* What the parts of the plugin `faulty` know of each other. */
#ifndef FAULTY_H
#define FAULTY_H

#include <stdbool.h>
#include <trawl/plugin.h>

/* One run. `fault` is `/fault` of the configuration: "none" or one of the names in faulty.c. */
typedef struct run_state {
  trawl_ctx* ctx;
  const trawl_api* api;
  trawl_str fault;
  trawl_str prefix; /* of titles */
  char* urls[64];
  unsigned known, asked, handled;
} run_state;

bool has_fault(const run_state* run, const char* name);
trawl_str str(const char* text);

/* faulty_page.c: an answer, before and after its release. */
void handle_page(run_state* run, const trawl_response* page);
void after_release(run_state* run, const trawl_response* page);
trawl_status ask_for(run_state* run, unsigned number);

/* faulty_acts.c: what is not crawling. */
void act_on_page(run_state* run, const trawl_response* page);
void act_on_item(run_state* run, trawl_str key);
void act_at_the_end(run_state* run);

#endif
