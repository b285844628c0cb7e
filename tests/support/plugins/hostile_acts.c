#define _GNU_SOURCE
#include "hostile.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

enum { channel_fd = 3 };

static int error_of(long result) {
  return result < 0 ? errno : 0;
}

static trawl_status be_good(trawl_ctx* ctx) {
  hostile_tell(ctx, "good", 0);
  return TRAWL_OK;
}

/* --- deaths --- */

static trawl_status segv(trawl_ctx* ctx) {
  (void)ctx;
  volatile int* nowhere = NULL;
  *nowhere = 1;
  return TRAWL_OK;
}

static trawl_status abort_now(trawl_ctx* ctx) {
  (void)ctx;
  fputs("last words before abort\n", stderr);
  abort();
}

static trawl_status free_twice(trawl_ctx* ctx) {
  (void)ctx;
  char* volatile block = malloc(100);
  char* volatile same = block;
  free(block);
  free(same);
  return TRAWL_OK;
}

static int overflow(volatile int depth) {
  volatile char frame[4096];
  frame[0] = (char)depth;
  return depth < 0 ? 0 : overflow(depth + 1) + frame[0];
}

static trawl_status overflow_stack(trawl_ctx* ctx) {
  (void)ctx;
  return overflow(0);
}

static trawl_status exit_0(trawl_ctx* ctx) {
  hostile_tell(ctx, "before", 0);
  exit(0);
}

static trawl_status quick_exit_0(trawl_ctx* ctx) {
  (void)ctx;
  _exit(0);
}

/* --- endless --- */

static trawl_status hang(trawl_ctx* ctx) {
  hostile_tell(ctx, "hanging", 0);
  for (;;) pause();
}

static trawl_status hang_deaf(trawl_ctx* ctx) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, NULL);
  return hang(ctx);
}

static trawl_status spin(trawl_ctx* ctx) {
  (void)ctx;
  for (volatile unsigned turn = 0;;) turn = turn + 1;
}

static trawl_status flood(trawl_ctx* ctx) {
  char key[32];
  for (unsigned number = 0;; ++number) {
    snprintf(key, sizeof key, "%u", number);
    hostile_tell(ctx, key, 0);
  }
}

/* --- greed --- */

static trawl_status leak_2_gib(trawl_ctx* ctx) {
  const size_t step = 1 << 20;
  for (int taken = 0; taken < 2048; ++taken) {
    char* block = malloc(step);
    if (!block) {
      hostile_tell(ctx, "malloc failed", 1);
      return TRAWL_FAILED;
    }
    memset(block, 1, step);
  }
  return TRAWL_OK;
}

static trawl_status open_all(trawl_ctx* ctx) {
  int count = 0;
  while (dup(2) >= 0) ++count;
  hostile_tell(ctx, "descriptors", count);
  return TRAWL_OK;
}

static trawl_status print_1_mib(trawl_ctx* ctx) {
  for (int line = 0; line < 16384; ++line)
    fputs("0123456789012345678901234567890123456789012345678901234567890 é\n", stdout);
  fflush(stdout);
  fputs("the last line", stderr);
  hostile_tell(ctx, "printed", 0);
  return TRAWL_OK;
}

/* --- lies on the channel --- */

static trawl_status write_garbage(trawl_ctx* ctx) {
  (void)ctx;
  static const char garbage[64] = "\x05\0\0\0\xee garbage";
  for (;;) {
    if (write(channel_fd, garbage, sizeof garbage) < 0) return TRAWL_FAILED;
  }
}

static trawl_status promise_too_much(trawl_ctx* ctx) {
  static const unsigned char length[4] = {0xff, 0xff, 0xff, 0xff};
  if (write(channel_fd, length, sizeof length) < 0) return TRAWL_FAILED;
  return hang(ctx);
}

static trawl_status close_channel(trawl_ctx* ctx) {
  (void)ctx;
  close(channel_fd);
  for (;;) pause();
}

/* --- ways out: each tells the errno it got --- */

static trawl_status use_network(trawl_ctx* ctx) {
  int pair[2];
  hostile_tell(ctx, "tcp", error_of(socket(AF_INET, SOCK_STREAM, 0)));
  hostile_tell(ctx, "udp6", error_of(socket(AF_INET6, SOCK_DGRAM, 0)));
  hostile_tell(ctx, "unix", error_of(socket(AF_UNIX, SOCK_STREAM, 0)));
  hostile_tell(ctx, "pair", error_of(socketpair(AF_UNIX, SOCK_STREAM, 0, pair)));
  const struct sockaddr_un nowhere = {.sun_family = AF_UNIX};
  hostile_tell(ctx, "connect",
               error_of(connect(channel_fd, (const struct sockaddr*)&nowhere, sizeof nowhere)));
  return TRAWL_OK;
}

static trawl_status make_processes(trawl_ctx* ctx) {
  hostile_tell(ctx, "fork", error_of(fork()));
  hostile_tell(ctx, "clone", error_of(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)));
  hostile_tell(ctx, "clone3", error_of(syscall(SYS_clone3, NULL, 0)));
  return TRAWL_OK;
}

static trawl_status attack_processes(trawl_ctx* ctx) {
  hostile_tell(ctx, "kill parent", error_of(kill(getppid(), SIGKILL)));
  hostile_tell(ctx, "kill all", error_of(kill(-1, SIGKILL)));
  hostile_tell(ctx, "tgkill parent", error_of(syscall(SYS_tgkill, getppid(), getppid(), SIGKILL)));
  hostile_tell(ctx, "setsid", error_of(setsid()));
  hostile_tell(ctx, "pdeathsig", error_of(prctl(PR_SET_PDEATHSIG, 0)));
  return TRAWL_OK;
}

static trawl_status write_file(trawl_ctx* ctx) {
  char path[] = "/tmp/trawl-hostile-XXXXXX";
  signal(SIGXFSZ, SIG_IGN);
  const int file = mkstemp(path);
  if (file < 0) {
    hostile_tell(ctx, "write", errno);
    return TRAWL_OK;
  }
  hostile_tell(ctx, "write", error_of(write(file, "x", 1)));
  unlink(path);
  return TRAWL_OK;
}

static trawl_status exec_shell(trawl_ctx* ctx) {
  (void)ctx;
  char* const arguments[] = {"sh", "-c", "exit 0", NULL};
  execv("/bin/sh", arguments);
  return TRAWL_OK;
}

static trawl_status trace(trawl_ctx* ctx) {
  (void)ctx;
  ptrace(PTRACE_TRACEME, 0, 0, 0);
  return TRAWL_OK;
}

/* --- against the contract --- */

static void* call_from_thread(void* ctx) {
  hostile_tell(ctx, "from a thread", 0);
  return NULL;
}

static trawl_status call_from_another_thread(trawl_ctx* ctx) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, call_from_thread, ctx) != 0) return TRAWL_FAILED;
  pthread_join(thread, NULL);
  return TRAWL_OK;
}

static void* do_nothing(void* nothing) {
  return nothing;
}

static trawl_status use_a_thread(trawl_ctx* ctx) {
  pthread_t thread;
  hostile_tell(ctx, "pthread_create", pthread_create(&thread, NULL, do_nothing, NULL));
  pthread_join(thread, NULL);
  return TRAWL_OK;
}

static trawl_status emit_nonsense(trawl_ctx* ctx) {
  static const struct {
    const char *what, *json;
    size_t length;
  } items[] = {{"not json", "{\"a\":", 5}, {"no object", "[1]", 3},
               {"two", "{} {}", 5},        {"not utf-8", "{\"a\":\"\xff\"}", 9},
               {"empty", "", 0},           {"fine", "{\"a\": [1, 2.5, null]}", 21}};
  const trawl_str type = {"thing", 5};
  for (size_t i = 0; i < sizeof items / sizeof *items; ++i) {
    const trawl_str key = {items[i].what, strlen(items[i].what)};
    const trawl_str json = {items[i].json, items[i].length};
    hostile_tell(ctx, items[i].what, ctx->api->emit(ctx, type, key, json));
  }
  const trawl_str key = {"fine", 4}, json = {"{}", 2}, long_key = {(const char*)hostile_acts, 0};
  hostile_tell(ctx, "again", ctx->api->emit(ctx, type, key, json));
  hostile_tell(ctx, "no key", ctx->api->emit(ctx, type, long_key, json));
  return TRAWL_OK;
}

static trawl_status return_99(trawl_ctx* ctx) {
  (void)ctx;
  return 99;
}

const hostile_act hostile_acts[] = {
    {"good", be_good},
    {"segv", segv},
    {"abort", abort_now},
    {"double free", free_twice},
    {"stack overflow", overflow_stack},
    {"exit 0", exit_0},
    {"_exit 0", quick_exit_0},
    {"hang", hang},
    {"hang with blocked signals", hang_deaf},
    {"spin", spin},
    {"flood", flood},
    {"leak", leak_2_gib},
    {"open all", open_all},
    {"print", print_1_mib},
    {"garbage", write_garbage},
    {"oversize frame", promise_too_much},
    {"close channel", close_channel},
    {"network", use_network},
    {"processes", make_processes},
    {"attack", attack_processes},
    {"write file", write_file},
    {"exec", exec_shell},
    {"ptrace", trace},
    {"call from a thread", call_from_another_thread},
    {"thread", use_a_thread},
    {"nonsense items", emit_nonsense},
    {"return 99", return_99},
    {NULL, NULL},
};
