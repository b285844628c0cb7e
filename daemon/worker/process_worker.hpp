// A worker that is a process: the messages of its socket, its end and its last words. One executor.
#pragma once

#include <boost/asio/local/stream_protocol.hpp>
#include <memory>

#include "wire/frame_reader.hpp"
#include "worker/child_process.hpp"
#include "worker/launcher.hpp"
#include "worker/log_tail.hpp"

namespace trawl::worker {

class ProcessWorker final : public Worker {
 public:
  ProcessWorker(ChildProcess, asio::local::stream_protocol::socket channel, std::shared_ptr<LogTail>);
  ~ProcessWorker() override;

  pid_t pid() const override { return child_.pid(); }
  Task<Result<wire::ToDaemon>> receive() override;
  Task<bool> send(wire::ToWorker) override;
  void kill() override;
  Task<Exit> wait() override;

 private:
  ChildProcess child_;
  asio::local::stream_protocol::socket channel_;
  std::shared_ptr<LogTail> log_;
  wire::FrameReader incoming_;
  bool killed_ = false;
  bool send_failed_ = false;  // for good; Asio would wait forever for a broken channel to become writable
};

}  // namespace trawl::worker
