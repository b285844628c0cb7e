// Workers as processes: the Launcher of the real daemon.
#pragma once

#include <filesystem>
#include <memory>

#include "base/task.hpp"
#include "worker/launcher.hpp"

namespace trawl::worker {

// `worker_program` is the path of trawl-worker. The executor's thread is the one that spawns.
std::unique_ptr<Launcher> make_process_launcher(asio::any_io_executor, std::filesystem::path worker_program);

}  // namespace trawl::worker
