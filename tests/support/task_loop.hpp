// An io_context that runs tasks to their end, for tests that are not coroutines themselves.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "base/task.hpp"

namespace trawl::test {

class TaskLoop {
 public:
  asio::any_io_executor executor() { return io_.get_executor(); }

  // The task's value; what it throws is thrown here.
  template <class T>
  T run(Task<T> task) {
    std::vector<Task<T>> tasks;
    tasks.push_back(std::move(task));
    return std::move(run_all(std::move(tasks)).front());
  }

  // Starts all of them before it lets any go on.
  template <class T>
  std::vector<T> run_all(std::vector<Task<T>> tasks) {
    std::vector<std::optional<T>> values(tasks.size());
    std::exception_ptr thrown;
    for (std::size_t i = 0; i < tasks.size(); ++i)
      asio::co_spawn(io_, std::move(tasks[i]), [&values, &thrown, i](std::exception_ptr error, T value) {
        if (error)
          thrown = error;
        else
          values[i] = std::move(value);
      });
    io_.restart();
    io_.run();
    if (thrown) std::rethrow_exception(thrown);
    std::vector<T> results;
    for (auto& value : values) results.push_back(std::move(value.value()));
    return results;
  }

  // Runs what has been posted so far.
  void poll() {
    io_.restart();
    io_.poll();
  }

 private:
  asio::io_context io_;
};

}  // namespace trawl::test
