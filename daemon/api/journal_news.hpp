// News of the journal: tells whoever waits that rows were committed. Main thread only; one per store,
// built before anything is written.
#pragma once

#include "base/signal.hpp"
#include "store/store.hpp"

namespace trawl::api {

class JournalNews {
 public:
  // Takes the store's one commit callback. Must live as long as the store calls back.
  JournalNews(asio::any_io_executor main, store::Store& store) : signal_(main) {
    store.on_commit(main, [this](store::Seq seq) {
      last_seq_ = seq;
      signal_.notify();
    });
  }

  Signal& signal() { return signal_; }
  // The highest row heard of; 0 before the first commit of this process. It may lag behind the store.
  store::Seq last_seq() const { return last_seq_; }

 private:
  Signal signal_;
  store::Seq last_seq_ = 0;
};

}  // namespace trawl::api
