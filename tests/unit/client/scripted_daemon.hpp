// A daemon that only plays a script: it accepts connections one after the other on a socket in a
// temporary folder, and runs one function per connection on its own thread.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/unique_fd.hpp"
#include "client/line_buffer.hpp"

namespace trawl::client {

// The script's end of one connection.
class Peer {
 public:
  explicit Peer(UniqueFd fd) : fd_(std::move(fd)) {}
  std::string read_line();             // empty when the client has gone
  void write(std::string_view bytes);  // as they are; put the LF yourself
  // Reads a request and answers it; `result` is JSON text.
  void answer(std::string_view result);

 private:
  UniqueFd fd_;
  LineBuffer lines_;
};

class ScriptedDaemon {
 public:
  using Script = std::function<void(Peer&)>;
  explicit ScriptedDaemon(std::vector<Script> one_per_connection);
  ~ScriptedDaemon();
  std::string path() const { return (folder_ / "s").string(); }

 private:
  std::filesystem::path folder_;
  UniqueFd listener_;
  std::jthread thread_;
};

}  // namespace trawl::client
