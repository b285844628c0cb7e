// trawlctl: the operator's command line. A client of the daemon's socket and nothing else.
#include <fmt/format.h>

#include <csignal>
#include <exception>
#include <string>
#include <vector>

#include "trawlctl/command.hpp"
#include "trawlctl/interrupt.hpp"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_DFL);  // `trawlctl items | head` ends quietly
  const trawl::ctl::Interrupt interrupt;
  try {
    return trawl::ctl::run_command(std::vector<std::string>(argv + 1, argv + argc), interrupt.fd());
  } catch (const std::exception& error) {
    fmt::print(stderr, "trawlctl: {}\n", error.what());
    return 1;
  }
}
