// Hosts ordered by the instant from which their first request in line may start; among equals, by their
// number. Each host knows its place, so that it can be moved or taken out wherever it stands. Four children
// per node: half as deep as a binary heap, and they share a cache line or two. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/clock.hpp"

namespace trawl::fetch {

class Host;

class ReadyHeap {
 public:
  struct Entry {
    Steady ready;
    std::uint64_t number = 0;
    Host* host = nullptr;
    bool before(const Entry& other) const {
      return ready != other.ready ? ready < other.ready : number < other.number;
    }
  };
  static constexpr std::size_t nowhere = SIZE_MAX;

  bool empty() const { return entries_.empty(); }
  const Entry& first() const { return entries_.front(); }

  // Puts the host in, or moves it.
  void put(Host&, Steady ready, std::uint64_t number);
  void take_out(Host&);

 private:
  void rise(std::size_t place, Entry entry);
  void sink(std::size_t place, Entry entry);
  void set(std::size_t place, const Entry& entry);

  std::vector<Entry> entries_;
};

}  // namespace trawl::fetch
