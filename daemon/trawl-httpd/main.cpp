// trawl-httpd: REST, server-sent events, metrics and the page, for a daemon that it reaches by its socket.
// The command line only; adapter.cpp puts the program together.
#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "trawl-httpd/adapter.hpp"
#include "trawl-httpd/own_metrics.hpp"
#include "trawl-httpd/token_command.hpp"

namespace {

constexpr int exit_usage = 64;
constexpr std::string_view usage = R"(usage: trawl-httpd --config FILE
       trawl-httpd token new NAME ROLE [EXPIRES]
       trawl-httpd --dump-openapi | --dump-metrics

  --config FILE     the configuration (trawl.yaml): http:, access:, socket: and log:
  token new         make a token for a program; prints it once, and the line for http.tokens_file
  --dump-openapi    print the OpenAPI document of what is served
  --dump-metrics    print the table of metrics, in Markdown
  --version         print the version
  --help            print this

SIGTERM lets answers end and stops; SIGHUP reads the tokens and access: again.
Exit codes: 0 ok, 64 usage, 73 cannot listen, 78 configuration not valid.
)";

int wrong_usage(const std::string& what) {
  fmt::print(stderr, "trawl-httpd: {}\n{}", what, usage);
  return exit_usage;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const std::vector<std::string> options{"--config",  "--dump-openapi", "--dump-metrics",
                                         "--version", "--help",         "token"};
  if (arguments.empty()) return wrong_usage("--config FILE is missing");
  const std::string& first = arguments.front();
  if (first == "--help" || first == "-h") return fmt::print("{}", usage), 0;
  if (first == "--version") return fmt::print("trawl-httpd {}\n", TRAWL_VERSION), 0;
  if (first == "--dump-openapi") return trawl::httpd::dump_openapi();
  if (first == "--dump-metrics") {
    fmt::print("{}", trawl::httpd::metrics_document());
    return 0;
  }
  if (first == "token") return trawl::httpd::token_command({arguments.begin() + 1, arguments.end()});
  if (first == "--config" && arguments.size() == 2) return trawl::httpd::run_adapter(arguments[1]);
  if (first == "--config") return wrong_usage("--config needs a file, and nothing else");
  return wrong_usage(fmt::format("unknown option '{}'{}", first, trawl::did_you_mean(first, options)));
}
