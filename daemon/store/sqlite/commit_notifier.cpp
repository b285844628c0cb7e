#include "store/sqlite/commit_notifier.hpp"

#include <boost/asio/post.hpp>

namespace trawl::store::sqlite {

void CommitNotifier::listen(asio::any_io_executor executor, std::function<void(Seq)> call) {
  const std::lock_guard lock(mutex_);
  listener_ = std::make_shared<Listener>(std::move(executor), std::move(call));
}

void CommitNotifier::committed(Seq newest) {
  std::shared_ptr<Listener> listener;
  {
    const std::lock_guard lock(mutex_);
    listener = listener_;
  }
  if (!listener) return;
  listener->newest = newest;
  if (listener->posted.exchange(true)) return;
  asio::post(listener->executor, [listener] {
    // Cleared first: a commit after this line posts again, so none is lost.
    listener->posted = false;
    listener->call(listener->newest);
  });
}

}  // namespace trawl::store::sqlite
