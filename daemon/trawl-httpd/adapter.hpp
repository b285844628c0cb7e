// The composition root of trawl-httpd.
#pragma once

#include <string>

namespace trawl::httpd {

// Serves until SIGTERM; SIGHUP reads tokens and access again. The program's exit code (sysexits).
int run_adapter(const std::string& config_file);

// The OpenAPI document on stdout.
int dump_openapi();

}  // namespace trawl::httpd
