// trawld: the scraping daemon. The command line only; daemon.cpp puts the daemon together.
#include <fmt/format.h>
#include <malloc.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "trawld/daemon.hpp"

namespace {

constexpr std::string_view usage = R"(usage: trawld --config FILE [--check-config]

  --config FILE     the configuration (trawl.yaml)
  --check-config    check the file, print every fault as FILE:LINE:COLUMN: message, and exit
  --version         print the version
  --help            print this

SIGTERM drains and stops, a second one stops at once; SIGHUP reloads the configuration.
Exit codes: 0 ok, 64 usage, 65 database not usable, 69 another daemon runs, 73 cannot create,
74 I/O error, 78 configuration not valid.
)";

int wrong_usage(const std::string& what) {
  fmt::print(stderr, "trawld: {}\n{}", what, usage);
  return trawl::trawld::exit_usage;
}

// Bodies of pages come and go by the megabyte. glibc gives a large block back to the system when it is freed,
// but takes the first one as a sign to keep blocks of up to that size from then on (and twice as much at the
// heap's end), in up to eight heaps for each processor; a daemon that runs for months then holds what its
// largest pages once needed. Limits that are set stay as they are set.
void keep_heap_small() {
  ::mallopt(M_MMAP_THRESHOLD, 256 << 10);
  ::mallopt(M_TRIM_THRESHOLD, 1 << 20);
  ::mallopt(M_ARENA_MAX, 2);
}

}  // namespace

int main(int argc, char** argv) {
  keep_heap_small();
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const std::vector<std::string> options{"--config", "--check-config", "--version", "--help"};
  std::string config_file;
  bool check_only = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--help" || argument == "-h") return fmt::print("{}", usage), 0;
    if (argument == "--version") return fmt::print("trawld {}\n", TRAWL_VERSION), 0;
    if (argument == "--check-config")
      check_only = true;
    else if (argument == "--config" && i + 1 < arguments.size())
      config_file = arguments[++i];
    else if (argument == "--config")
      return wrong_usage("--config needs a file");
    else
      return wrong_usage(
          fmt::format("unknown option '{}'{}", argument, trawl::did_you_mean(argument, options)));
  }
  if (config_file.empty()) return wrong_usage("--config FILE is missing");
  return check_only ? trawl::trawld::check_config(config_file) : trawl::trawld::run_daemon(config_file);
}
