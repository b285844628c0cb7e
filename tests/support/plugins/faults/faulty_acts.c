/* The faults of the plugin `faulty` that have nothing to do with reading pages. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "faulty.h"

static void* log_a_line(void* from) {
  run_state* run = from;
  run->api->log(run->ctx, TRAWL_INFO, str("from another thread"));
  return NULL;
}

static void* log_a_line_late(void* from) {
  usleep(20000);
  return log_a_line(from);
}

static void* stay(void* unused) {
  (void)unused;
  for (;;) pause();
}

static void call_from_other_thread(run_state* run) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, log_a_line, run) == 0) pthread_join(thread, NULL);
}

static void start(void* (*work)(void*), void* with) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, work, with) == 0) pthread_detach(thread);
}

static void write_a_file(void) {
  const int file = memfd_create("notes", 0);
  if (file < 0 || write(file, "x", 1) < 0) return;
  close(file);
}

void act_on_page(run_state* run, const trawl_response* page) {
  static const trawl_response not_the_hosts = {.size = sizeof not_the_hosts};
  static void* volatile forgotten;
  if (has_fault(run, "releases what is not its own")) run->api->release(run->ctx, &not_the_hosts);
  if (has_fault(run, "calls from another thread")) call_from_other_thread(run);
  if (has_fault(run, "leaks pages") && page->body.len > 0) {
    forgotten = malloc(page->body.len);
    memcpy(forgotten, page->body.ptr, page->body.len);
  }
  if (has_fault(run, "leaks a little")) forgotten = calloc(1, 600);
  if (has_fault(run, "leaks descriptors") && dup(STDERR_FILENO) < 0) abort();
  if (has_fault(run, "reads beyond the end") && page->body.len > 0)
    run->handled += strlen(page->body.ptr) == 1;
  if (has_fault(run, "leaves the process") && run->handled == 2) exit(0);
  if (has_fault(run, "writes a file")) write_a_file();
  if (has_fault(run, "starts a program")) execl("/bin/true", "true", (char*)NULL);
}

void act_on_item(run_state* run, trawl_str key) {
  if (has_fault(run, "repeats a key"))
    run->api->emit(run->ctx, str("page"), key, str("{\"title\": \"again\"}"));
}

void act_at_the_end(run_state* run) {
  trawl_str last;
  if (has_fault(run, "crashes on its own state") &&
      run->api->state_get(run->ctx, str("last"), &last) == TRAWL_OK)
    abort();
  run->api->state_set(run->ctx, str("last"),
                      has_fault(run, "keeps broken UTF-8") ? str("\xff") : str("page"));
  if (has_fault(run, "calls after run")) start(log_a_line_late, run);
  if (has_fault(run, "leaves a thread")) start(stay, NULL);
}
