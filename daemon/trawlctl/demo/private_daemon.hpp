// A trawld of one's own: in a temporary folder, as oneself, gone with the object. Nothing outside the
// folder is touched.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <string>

#include "base/error.hpp"
#include "base/time.hpp"
#include "trawlctl/installation.hpp"

namespace trawl::ctl {

class PrivateDaemon {
 public:
  // Makes the folder, writes what `configuration` returns for it to trawl.yaml, starts trawld, and waits
  // until it is ready. Errors carry the end of its log.
  static Result<PrivateDaemon> start(
      const Installation&, const std::function<std::string(const std::filesystem::path&)>& configuration);
  PrivateDaemon(PrivateDaemon&&) noexcept;
  PrivateDaemon& operator=(PrivateDaemon&&) = delete;
  ~PrivateDaemon();  // SIGTERM, after 10 s SIGKILL; removes the folder

  const std::filesystem::path& folder() const { return folder_; }
  std::string socket() const { return folder_ / "trawl.sock"; }
  bool running() const;
  std::string log_tail() const;

 private:
  explicit PrivateDaemon(std::filesystem::path folder) : folder_(std::move(folder)) {}
  Result<> launch(const std::filesystem::path& trawld);
  Result<> wait_until_ready(Millis patience) const;

  std::filesystem::path folder_;  // empty: moved from
  pid_t pid_ = -1;
};

}  // namespace trawl::ctl
