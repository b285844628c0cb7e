// trawld's exit codes, from sysexits(3) and listed in trawld(8).
#pragma once

namespace trawl::trawld {

enum ExitCode : int {
  exit_ok = 0,
  exit_usage = 64,          // wrong command line
  exit_data = 65,           // the database is corrupt or from a newer version
  exit_unavailable = 69,    // another daemon holds the state directory
  exit_cannot_create = 73,  // the socket or the state directory cannot be made
  exit_io = 74,             // the disk fails
  exit_config = 78,         // the configuration has faults
};

}  // namespace trawl::trawld
