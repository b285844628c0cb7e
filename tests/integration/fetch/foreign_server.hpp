// Servers of other projects as child processes on free ports of 127.0.0.1, for as long as the objects live.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace trawl::test {

class ForeignServer {
 public:
  // Returns when the port answers; throws when it does not within half a minute.
  ForeignServer(std::vector<std::string> command, std::uint16_t port);
  ~ForeignServer();
  ForeignServer(const ForeignServer&) = delete;
  ForeignServer& operator=(const ForeignServer&) = delete;

  std::uint16_t port() const { return port_; }

 private:
  pid_t child_ = 0;
  std::uint16_t port_;
};

// A port that was free a moment ago.
std::uint16_t free_port();

// Nothing, or why a test must be skipped.
std::optional<std::string> why_no_httpbin();
std::optional<std::string> why_no_program(const std::filesystem::path&, const std::string& package);

std::vector<std::string> httpbin_command(std::uint16_t port);

}  // namespace trawl::test
