/* The plugin ABI, major 1: everything that trawl and a plugin know of each other. C11 and C++17, no
 * includes but these two. A plugin is a shared library that exports trawl_module_v1(); each platform of
 * each run loads it into a process of its own and calls the run() of one of its plugins, once.
 *
 * Rules, the whole contract:
 * 1. One thread. Call trawl_api only from the thread that called run(), and only until run() returns.
 * 2. In-parameters are borrowed for the call. A response is the host's until release(). Strings of
 *    config, state and info live until run() returns. Nothing is allocated on one side and freed on
 *    the other.
 * 3. Nothing unwinds across: no C++ exception, no longjmp, no panic.
 * 4. Strings are UTF-8 {ptr, len}, not terminated; ptr may be null when len is 0. Bodies are raw bytes.
 * 5. Every struct starts with its size, set by the side that made it. A member beyond that size does not
 *    exist: test with TRAWL_HAS.
 * 6. Ignore flags and codes you do not know.
 * How this file may change is written in ABI.md. */
#ifndef TRAWL_PLUGIN_H
#define TRAWL_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#define TRAWL_ABI_MAJOR 1
#define TRAWL_ABI_MINOR 0

/* Does the struct behind this pointer, made by the other side, have this member? */
#define TRAWL_HAS(object, member) \
  ((object)->size >= (size_t)((const char*)(&(object)->member + 1) - (const char*)(object)))

#ifdef __cplusplus
#define TRAWL_EXTERN_C extern "C"
#define TRAWL_STATIC_ASSERT static_assert
extern "C" {
#else
#define TRAWL_EXTERN_C
#define TRAWL_STATIC_ASSERT _Static_assert
#endif

/* Put it before the definition of trawl_module_v1; everything else in a plugin is best hidden. */
#define TRAWL_EXPORT TRAWL_EXTERN_C __attribute__((visibility("default")))

/* A text of this contract; rule 4 says what it may be, rule 2 for how long. */
typedef struct trawl_str {
  const char* ptr;
  size_t len;
} trawl_str;

/* A header of HTTP. */
typedef struct trawl_header {
  trawl_str name, value;
} trawl_header;

/* What a call did. Positive: nothing went wrong, but read on. Negative: it was not done. */
typedef int32_t trawl_status;
enum {
  TRAWL_OK = 0,
  TRAWL_IDLE = 1,       /* wait: nothing is in flight */
  TRAWL_TIMEOUT = 2,    /* wait: timeout_ms passed */
  TRAWL_AGAIN = 3,      /* fetch: the window is full; wait() once, then fetch again */
  TRAWL_ABSENT = 4,     /* no such node in the configuration, no such key in the state */
  TRAWL_DUPLICATE = 5,  /* emit: an item of this type and key was emitted before in this run; not stored */
  TRAWL_CANCELLED = -1, /* the run is to stop: return this from run() */
  TRAWL_INVALID = -2, /* the arguments are against the contract: not UTF-8, not JSON, too large, wrong type */
  TRAWL_DENIED = -3,  /* the host does not allow it */
  TRAWL_FAILED = -4
};

/* How a request ended on the network. */
enum {
  TRAWL_NET_OK = 0, /* an HTTP answer arrived, whatever its status */
  TRAWL_NET_DNS = 1,
  TRAWL_NET_CONNECT = 2,
  TRAWL_NET_TLS = 3,
  TRAWL_NET_TIMEOUT = 4,
  TRAWL_NET_RESET = 5,
  TRAWL_NET_TOO_LARGE = 6,
  TRAWL_NET_REDIRECTS = 7,
  TRAWL_NET_ROBOTS = 8,
  TRAWL_NET_DENIED = 9,
  TRAWL_NET_CANCELLED = 10,
  TRAWL_NET_NO_FIXTURE = 11
};

/* Flags of a request. */
enum {
  TRAWL_REQ_QUIET = 1,    /* failure is expected: keep it off the run's error list */
  TRAWL_REQ_NO_CACHE = 2, /* fetch the whole page anew, whatever the daemon has stored of it */
  TRAWL_REQ_NO_REDIRECT = 4
};

/* Severities of report() and levels of log(). */
enum { TRAWL_DEBUG = 0, TRAWL_INFO = 1, TRAWL_WARNING = 2, TRAWL_ERROR = 3 };

/* What fetch() takes; trawl copies all of it. */
typedef struct trawl_request {
  uint32_t size, flags;        /* TRAWL_REQ_* */
  uint64_t tag;                /* comes back in the response */
  trawl_str method, url, body; /* an empty method is GET */
  const trawl_header* headers;
  size_t header_count;
  uint32_t timeout_ms; /* 0: what the platform's configuration says */
  int32_t priority;    /* of this plugin's requests that wait for one host: higher goes first */
} trawl_request;

/* What wait() gives. The host's; all of it may be read until release(). */
typedef struct trawl_response {
  uint32_t size, flags;
  uint64_t tag;
  int32_t net, http_status;   /* TRAWL_NET_*; the status is 0 unless net is TRAWL_NET_OK */
  trawl_str url, body, error; /* the URL after redirects; one sentence when something failed */
  const trawl_header* headers;
  size_t header_count;
  uint64_t elapsed_us;
  uint32_t attempts,
      from_cache; /* from_cache: 1 when the body is a stored one, as the site confirmed or allowed */
  /* Of the body: a name of the WHATWG Encoding standard such as "UTF-8" or "windows-1252", or "UTF-32LE" or
   * "UTF-32BE"; empty when it is no text. Told by byte order mark, header and what the body declares. */
  trawl_str encoding;
} trawl_response;

/* Facts of the run; live until run() returns. */
typedef struct trawl_run_info {
  uint32_t size, flags;
  trawl_str run_id, platform, trigger; /* trigger: "schedule:NAME", "manual", "retry:42", ... */
  int64_t deadline_us;                 /* wall clock, microseconds since 1970; 0: none */
  uint64_t seed;                       /* for whatever chance the plugin needs */
  uint32_t max_in_flight;              /* requests that may be waited for at once, at least 1 */
  uint32_t replay;                     /* 1: answers come from a recording, the clock stands still */
} trawl_run_info;

typedef struct trawl_ctx trawl_ctx;

/* What the host offers. Functions are called with the ctx that run() got. */
typedef struct trawl_api {
  uint32_t size;
  uint16_t abi_major, abi_minor;
  const trawl_run_info* (*info)(trawl_ctx*);
  /* Queues a request; its answer comes out of wait(). OK, AGAIN, CANCELLED, INVALID. */
  trawl_status (*fetch)(trawl_ctx*, const trawl_request*);
  /* The next finished request, in order of arrival. Negative timeout: as long as it takes. Any answer of
   * OK must be given back to release(). OK, IDLE, TIMEOUT, CANCELLED. */
  trawl_status (*wait)(trawl_ctx*, int64_t timeout_ms, const trawl_response** out);
  void (*release)(trawl_ctx*, const trawl_response*);
  /* Adds an item: type 1 to 64 bytes, key 1 to 512 bytes and unique per type, json one object of at most
   * 1 MiB. OK, DUPLICATE, INVALID. */
  trawl_status (*emit)(trawl_ctx*, trawl_str type, trawl_str key, trawl_str json);
  /* Puts a line on the run's error list. TRAWL_ERROR fails the platform, TRAWL_WARNING is only shown. */
  trawl_status (*report)(trawl_ctx*, int32_t severity, trawl_str code, trawl_str url, trawl_str text);
  void (*log)(trawl_ctx*, int32_t level, trawl_str text);
  void (*progress)(trawl_ctx*, uint64_t done, uint64_t total, trawl_str what); /* total 0: unknown */
  /* The platform's configuration by JSON Pointer (RFC 6901; "" is all of it). OK, ABSENT (also for null),
   * INVALID when the node has another type. config_json gives any node as JSON text. */
  trawl_status (*config_str)(trawl_ctx*, trawl_str pointer, trawl_str* out);
  trawl_status (*config_i64)(trawl_ctx*, trawl_str pointer, int64_t* out);
  trawl_status (*config_f64)(trawl_ctx*, trawl_str pointer, double* out);
  trawl_status (*config_bool)(trawl_ctx*, trawl_str pointer, int32_t* out);
  trawl_status (*config_json)(trawl_ctx*, trawl_str pointer, trawl_str* out);
  /* What earlier runs of this platform kept. A set value is stored by the next checkpoint. */
  trawl_status (*state_get)(trawl_ctx*, trawl_str key, trawl_str* out);
  trawl_status (*state_set)(trawl_ctx*, trawl_str key, trawl_str value);
  /* Keeps items and state so far, in one transaction. Returning TRAWL_OK from run() does it too. */
  trawl_status (*checkpoint)(trawl_ctx*);
  int32_t (*stopping)(trawl_ctx*);                      /* not 0: return soon; for long loops */
  int64_t (*now_us)(trawl_ctx*);                        /* wall clock; stands still in a replay */
  const void* (*extension)(trawl_ctx*, const char* id); /* null: this host does not have it */
} trawl_api;

struct trawl_ctx {
  const trawl_api* api;
};

/* What a plugin is. Lives as long as the library. */
typedef struct trawl_plugin {
  uint32_t size, flags;
  /* Terminated strings that live as long as the library. id: [a-z0-9][a-z0-9_-]*. Null is allowed for
   * all but id and version. */
  const char *id, *version, *summary, *license, *homepage;
  const char *config_schema, *item_schemas; /* JSON Schema texts */
  /* Does the work. TRAWL_OK, TRAWL_CANCELLED when the run is to stop, or TRAWL_FAILED; report() says why. */
  trawl_status (*run)(trawl_ctx*);
  /* What else it offers: a struct named by the id, such as TRAWL_CHECK_V1, that lives as long as the library,
   * or null. The member itself may be null. */
  const void* (*extension)(const char* id);
} trawl_plugin;

/* What a plugin may offer by its extension(). Judges a configuration before anything runs by it, beyond what
 * config_schema can say: selectors that do not parse, names that do not exist. */
#define TRAWL_CHECK_V1 "trawl.check/1"

typedef struct trawl_check_v1 {
  uint32_t size, flags;
  /* config_json is what config_json("") would give in a run, and fits config_schema. Calls complain(sink,
   * ...) once for each fault: pointer is the JSON Pointer of the culprit ("" is the whole), text one
   * sentence, with the column where a text does not parse. Both are borrowed for the call; at most 100 faults
   * are shown. TRAWL_OK: it was judged, and is good unless complain() was called. TRAWL_FAILED: it could not
   * be judged; a complaint says why. There is no trawl_ctx and no run. It may be called in any process,
   * before run() or without it, several times; what it answers depends on config_json alone. It has two
   * seconds of processor time and ten in all, with the loading. */
  trawl_status (*check)(trawl_str config_json, void* sink,
                        void (*complain)(void* sink, trawl_str pointer, trawl_str text));
} trawl_check_v1;

/* What the library is: one plugin or several. Lives as long as it. */
typedef struct trawl_module {
  uint32_t size;
  uint16_t abi_major, abi_minor;
  const char* sdk; /* who built it: "trawl-sdk 1.0.0 (C++)" */
  size_t plugin_count;
  const trawl_plugin* const* plugins;
} trawl_module;

/* The one exported symbol; the major is part of its name. */
TRAWL_EXPORT const trawl_module* trawl_module_v1(void);

/* Sizes on 64-bit machines. A change here is a change of the ABI. */
#if UINTPTR_MAX > 0xffffffffu
TRAWL_STATIC_ASSERT(sizeof(trawl_str) == 16, "ABI 1");
TRAWL_STATIC_ASSERT(sizeof(trawl_header) == 32, "ABI 1");
TRAWL_STATIC_ASSERT(sizeof(trawl_request) == 88, "ABI 1");
TRAWL_STATIC_ASSERT(sizeof(trawl_response) == 120, "ABI 1");
TRAWL_STATIC_ASSERT(sizeof(trawl_run_info) == 80, "ABI 1");
TRAWL_STATIC_ASSERT(sizeof(trawl_api) == 160, "ABI 1");
TRAWL_STATIC_ASSERT(sizeof(trawl_plugin) == 80, "ABI 1");
TRAWL_STATIC_ASSERT(sizeof(trawl_check_v1) == 16, "ABI 1");
TRAWL_STATIC_ASSERT(sizeof(trawl_module) == 32, "ABI 1");
#endif

#ifdef __cplusplus
}
#endif
#endif
