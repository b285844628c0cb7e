// Tells one listener, on its executor, that the journal has grown. Commits that happen before the
// listener comes round are told once, with the newest number.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

#include "base/task.hpp"
#include "store/store.hpp"

namespace trawl::store::sqlite {

class CommitNotifier {
 public:
  void listen(asio::any_io_executor, std::function<void(Seq)>);  // main thread, once
  void committed(Seq newest);                                    // the writer's thread

 private:
  struct Listener {
    asio::any_io_executor executor;
    std::function<void(Seq)> call;
    std::atomic<Seq> newest{0};
    std::atomic<bool> posted{false};
  };

  std::mutex mutex_;
  std::shared_ptr<Listener> listener_;  // shared with the call under way
};

}  // namespace trawl::store::sqlite
