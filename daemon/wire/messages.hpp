// What daemon and worker say to each other over the worker's one socket. Both link this; the protocol
// is private to one version of trawl. Plain C++, so that the worker links nothing else.
//
// Conversation:  daemon: Start            worker: Hello, then any of the others, Done last
//                daemon: Response per Fetch, Cancel at most once
// A platform has succeeded only if Done says so: an exit without Done is a crash.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace trawl::wire {

inline constexpr std::uint32_t max_frame = 64u << 20;   // bytes; a longer frame ends the worker

using Header = std::pair<std::string, std::string>;

// --- daemon to worker ---

struct Start {
  std::string plugin_id;       // which plugin of the module
  std::string run_id, platform, trigger;
  std::string config;          // JSON text of the platform's `config:`
  std::vector<std::pair<std::string, std::string>> state;   // what earlier runs kept
  std::int64_t now_us = 0, deadline_us = 0;                 // wall clock
  std::uint64_t seed = 0;
  std::uint32_t max_in_flight = 8;
  std::uint32_t replay = 0;    // 1: answers come from a recording; the clock stands still at now_us
  std::uint32_t later = 0;     // 1, in a replay only: the worker speaks as one of a later minor of the ABI would
};

struct Response {
  std::uint64_t request = 0;   // Fetch::request
  std::int32_t net = 0;        // TRAWL_NET_*
  std::int32_t http_status = 0;
  std::string url, body, error;
  std::vector<Header> headers;
  std::uint64_t elapsed_us = 0;
  std::uint32_t attempts = 1;
  std::uint32_t from_cache = 0;  // 1: the body is a stored one
};

struct Cancel {};

using ToWorker = std::variant<Start, Response, Cancel>;

// --- worker to daemon ---

struct Hello {                 // the plugin is loaded and about to run
  std::string plugin_id, plugin_version;
};

struct Fetch {
  std::uint64_t request = 0;   // the worker's number, ascending from 1
  std::uint32_t flags = 0;     // TRAWL_REQ_*
  std::string method, url, body;
  std::vector<Header> headers;
  std::uint32_t timeout_ms = 0;
  std::int32_t priority = 0;
};

struct Taken {                 // wait() handed this response to the plugin: it is being handled
  std::uint64_t request = 0;
};

struct Released {              // the plugin is done with it
  std::uint64_t request = 0;
};

struct Item {
  std::string kind, key, data;
};

struct Report {
  std::int32_t severity = 0;   // TRAWL_WARNING or TRAWL_ERROR
  std::string code, url, text;
  std::string page_type, page; // content type and beginning of the page that it is about; empty when not at hand
};

struct Log {
  std::int32_t level = 0;
  std::string text;
};

struct Progress {
  std::uint64_t done = 0, total = 0;
  std::string what;
};

struct State {                 // to be kept with the next Checkpoint or a successful Done
  std::string key, value;
};

struct Checkpoint {};

struct Breach {                // the plugin broke a rule of the contract at the top of trawl/plugin.h; once per rule
  std::string rule, text;      // "release": "it released a response that it does not hold"
};

struct Waiting {};             // in a replay only: every answer so far is taken, and the plugin waits for another

struct Spent {                 // in a replay only, before Done
  std::int64_t heap_growth = 0;     // bytes that are in use after run() and were not before; -1: cannot be told
  std::uint64_t cpu_us = 0;         // of the whole process
  std::uint64_t peak_bytes = 0;     // resident
  std::int32_t descriptors = 0;     // open after run() and not before
};

struct Done {
  std::int32_t status = 0;     // what run() returned; TRAWL_OK is success
  std::string text;            // what an escaped exception said
};

struct LoadFailed {            // instead of Hello: the plugin cannot be used
  std::string text;
};

using ToDaemon =
    std::variant<Hello, Fetch, Taken, Released, Item, Report, Log, Progress, State, Checkpoint, Done, LoadFailed,
                 Breach, Waiting, Spent>;

}  // namespace trawl::wire
