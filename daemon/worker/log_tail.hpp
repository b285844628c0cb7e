// What a child writes to its stderr: swallowed at any rate, the last 4 KiB kept. One executor.
#pragma once

#include <boost/asio/posix/stream_descriptor.hpp>
#include <memory>
#include <string>

#include "base/task.hpp"
#include "base/unique_fd.hpp"

namespace trawl::worker {

class LogTail {
 public:
  static constexpr std::size_t max_kept = 4096;  // bytes

  // Starts reading; goes on until the pipe ends or stop().
  static std::shared_ptr<LogTail> follow(asio::any_io_executor, UniqueFd pipe);

  LogTail(asio::any_io_executor, UniqueFd pipe);
  void stop();

  // Everything written so far is taken in: to be called once the writer has ended.
  std::string last_words();

 private:
  static Task<> read(std::shared_ptr<LogTail>);
  void keep(std::string_view);

  asio::posix::stream_descriptor pipe_;
  std::string kept_;
};

}  // namespace trawl::worker
