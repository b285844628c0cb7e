// Ctrl-C as a descriptor: readable once SIGINT or SIGTERM has come. One per process, made in main().
#pragma once

#include "base/unique_fd.hpp"

namespace trawl::ctl {

class Interrupt {
 public:
  Interrupt();   // from here on the signals no longer end the process
  ~Interrupt();  // as before
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  int fd() const { return fd_.get(); }
  bool came() const;

 private:
  UniqueFd fd_;
};

}  // namespace trawl::ctl
