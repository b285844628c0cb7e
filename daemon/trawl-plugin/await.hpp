// Runs a task to its end on an io_context that nobody else turns.
#pragma once

#include <boost/asio/io_context.hpp>
#include <optional>
#include <utility>

#include "base/task.hpp"

namespace trawl::author {

template <class T>
T await(asio::io_context& io, Task<T> task) {
  std::optional<T> value;
  auto keep = [&value, &task]() -> Task<> { value = co_await std::move(task); };
  spawn(io.get_executor(), "await", keep());
  io.restart();
  while (!value) io.run_one();
  io.restart();
  return std::move(*value);
}

}  // namespace trawl::author
