/* What the plugin `hostile` can do to its worker. */
#ifndef HOSTILE_H
#define HOSTILE_H

#include <trawl/plugin.h>

typedef struct hostile_act {
  const char* how;
  trawl_status (*commit)(trawl_ctx*);
} hostile_act;

extern const hostile_act hostile_acts[]; /* ends with a null `how` */

/* Emits {"result": number} under the key `what`, so that a test sees what a call returned. */
void hostile_tell(trawl_ctx* ctx, const char* what, int result);

#endif
