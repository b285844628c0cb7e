// trawl-worker: the process in which one plugin runs for one platform, or is asked what it is.
//
//   trawl-worker --probe FILE            prints the plugins of a library as JSON
//   trawl-worker --examine FILE          the same, and what loading it does besides
//   trawl-worker --check FILE PLUGIN_ID  reads a configuration as JSON from stdin, and prints what the plugin
//                                        has against it: a JSON array of {"pointer", "text"}
//   trawl-worker --run FILE MEMORY_BYTES CPU_SECONDS PARENT_PID
//                                        talks to trawld on descriptor 3; not for people
#include <malloc.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <cstring>
#include <exception>
#include <optional>
#include <string>

#include "trawl-worker/config_check.hpp"
#include "trawl-worker/examine.hpp"
#include "trawl-worker/measure.hpp"
#include "trawl-worker/plugin_api.hpp"
#include "trawl-worker/plugin_library.hpp"
#include "trawl-worker/probe.hpp"
#include "trawl-worker/sandbox.hpp"
#include "wire/check_limits.hpp"

namespace {

using namespace trawl::worker;

constexpr int channel_fd = 3;

// A person may send the answer to a file, hence file_bytes.
constexpr SandboxLimits question_limits{
    .memory_bytes = 1ULL << 30, .cpu_seconds = 2, .file_bytes = 16u << 20, .highest_fd = 2, .parent = {}};

// Ends the process without running static destructors or exit handlers, which may be a plugin's.
[[noreturn]] void leave(int code) {
  std::fflush(nullptr);
  ::_exit(code);
}

std::uint64_t number(const char* text) {
  std::uint64_t value = 0;
  const char* end = text + std::strlen(text);
  if (std::from_chars(text, end, value).ptr != end)
    throw std::invalid_argument(std::string(text) + " is no number");
  return value;
}

// Asks a library something without a run. What it prints by itself goes to stderr: stdout is for the answer.
template <class Question>
[[noreturn]] void answer(Question ask) {
  SandboxLimits limits = question_limits;
  limits.parent = ::getppid();
  enter_sandbox(limits);
  const int out = ::dup(STDOUT_FILENO);
  ::dup2(STDERR_FILENO, STDOUT_FILENO);
  const std::string text = ask() + "\n";
  for (std::size_t sent = 0; sent < text.size();) {
    const ssize_t part = ::write(out, text.data() + sent, text.size() - sent);
    if (part < 0) leave(1);
    sent += static_cast<std::size_t>(part);
  }
  leave(0);
}

std::string read_config() {
  std::string text(trawl::wire::max_config_json + 1, '\0');
  const std::size_t size = std::fread(text.data(), 1, text.size(), stdin);
  if (size == text.size())
    throw std::runtime_error("was not asked: the configuration exceeds " + std::to_string(size - 1) +
                             " bytes");
  text.resize(size);
  return text;
}

std::string check(const char* file, const char* plugin_id) {
  const std::string config = read_config();
  return check_config(PluginLibrary(file).plugin(plugin_id), config);
}

// A page's tree is built and freed as a whole, hundreds of kilobytes at a time. Memory that went back to the
// kernel after each page would have to be faulted in again for the next one, at a fifth of parsing's cost.
void keep_freed_memory() {
  constexpr int kept_bytes = 16 << 20;
  ::mallopt(M_TRIM_THRESHOLD, kept_bytes);
  ::mallopt(M_MMAP_THRESHOLD, kept_bytes);
}

// A thread that the plugin has left behind gets some time to end, or to make the call that it should not.
void await_other_threads(PluginHost& host) {
  constexpr int patience_ms = 300;
  for (int waited = 0; waited < patience_ms && thread_count() > 1; ++waited) ::usleep(1000);
  if (thread_count() > 1) host.breach("thread", "it left a thread running when run() returned");
}

struct Observed {
  trawl_status status;
  std::optional<trawl::wire::Spent> spent;
};

std::int64_t heap_without(const Channel& channel) {
  return heap_in_use().value_or(0) - static_cast<std::int64_t>(channel.buffer_bytes());
}

// A replay may take the time to look at what the plugin leaves behind.
Observed run_observed(const trawl_plugin& plugin, PluginHost& host, const Channel& channel) {
  const std::int64_t before = heap_without(channel);
  const unsigned descriptors = open_descriptors();
  const trawl_status status = run_plugin(plugin, host);
  await_other_threads(host);
  host.forget();
  const std::int64_t growth = heap_in_use() ? heap_without(channel) - before : -1;
  return {status, trawl::wire::Spent{growth, cpu_time_us(), peak_resident_bytes(),
                                     static_cast<std::int32_t>(open_descriptors() - descriptors)}};
}

// An exception on the way to run() is told as LoadFailed; run() itself lets none out.
[[noreturn]] void run(char** arguments) {
  enter_sandbox({.memory_bytes = number(arguments[1]),
                 .cpu_seconds = number(arguments[2]),
                 .file_bytes = 0,
                 .highest_fd = channel_fd,
                 .parent = static_cast<pid_t>(number(arguments[3]))});
  keep_freed_memory();
  static Channel channel(channel_fd);
  try {
    const PluginLibrary library(arguments[0]);
    auto message = channel.receive(-1);
    auto* start = std::get_if<trawl::wire::Start>(&*message);
    if (!start) leave(1);
    const trawl_plugin& plugin = library.plugin(start->plugin_id);
    static PluginHost host(channel, std::move(*start));
    channel.send(trawl::wire::Hello{plugin.id, plugin.version});
    const auto [status, spent] =
        host.is_replay() ? run_observed(plugin, host, channel) : Observed{run_plugin(plugin, host), {}};
    std::fflush(nullptr);
    host.finish(status, spent);
  } catch (const std::exception& fault) {
    channel.send(trawl::wire::LoadFailed{fault.what()});
  }
  leave(0);
}

}  // namespace

int main(int count, char** arguments) {
  const std::string mode = count > 1 ? arguments[1] : "";
  try {
    if (mode == "--probe" && count == 3) answer([&] { return describe(PluginLibrary(arguments[2])); });
    if (mode == "--examine" && count == 3) answer([&] { return examine(arguments[2]); });
    if (mode == "--check" && count == 4) answer([&] { return check(arguments[2], arguments[3]); });
    if (mode == "--run" && count == 6) run(arguments + 2);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "trawl-worker: %s %s\n", count > 2 ? arguments[2] : "", fault.what());
    leave(1);
  }
  std::fputs(
      "usage: trawl-worker --probe FILE\n"
      "       trawl-worker --check FILE PLUGIN_ID < CONFIG_JSON\n",
      stderr);
  return 64;
}
