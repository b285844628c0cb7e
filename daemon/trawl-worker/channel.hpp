// The worker's end of the socket to the daemon, blocking. Sending never waits without also receiving,
// so the two sides cannot block each other. One thread. When the daemon is gone or speaks nonsense,
// there is nobody left to tell: the process ends.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "wire/frame_reader.hpp"
#include "wire/messages.hpp"

namespace trawl::worker {

class Channel {
 public:
  explicit Channel(int fd) : fd_(fd) {}
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  // Keeps the message for the next send() or flush(): one system call for several messages.
  void queue(const wire::ToDaemon&);
  void send(const wire::ToDaemon&);
  void flush();
  std::size_t unsent_bytes() const { return unsent_.size(); }
  std::size_t buffer_bytes() const { return unsent_.capacity() + incoming_.capacity(); }

  // The next message; nothing when none came in time. Negative: as long as it takes; 0: no waiting.
  std::optional<wire::ToWorker> receive(std::int64_t timeout_ms);

 private:
  short wait_for(short events, std::int64_t timeout_ms);
  void read_what_is_there();

  int fd_;
  std::string unsent_;
  wire::FrameReader incoming_;
};

}  // namespace trawl::worker
