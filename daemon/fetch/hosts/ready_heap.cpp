#include "fetch/hosts/ready_heap.hpp"

#include <algorithm>

#include "fetch/hosts/host.hpp"

namespace trawl::fetch {
namespace {

constexpr std::size_t fan_out = 4;

}  // namespace

void ReadyHeap::put(Host& host, Steady ready, std::uint64_t number) {
  std::size_t place = host.heap_place_;
  if (place == nowhere) {
    place = entries_.size();
    entries_.emplace_back();
  }
  const Entry entry{ready, number, &host};
  if (place > 0 && entry.before(entries_[(place - 1) / fan_out]))
    rise(place, entry);
  else
    sink(place, entry);
}

void ReadyHeap::take_out(Host& host) {
  const std::size_t place = host.heap_place_;
  if (place == nowhere) return;
  host.heap_place_ = nowhere;
  const Entry last = entries_.back();
  entries_.pop_back();
  if (place == entries_.size()) return;
  if (place > 0 && last.before(entries_[(place - 1) / fan_out]))
    rise(place, last);
  else
    sink(place, last);
}

void ReadyHeap::rise(std::size_t place, Entry entry) {
  while (place > 0) {
    const std::size_t parent = (place - 1) / fan_out;
    if (!entry.before(entries_[parent])) break;
    set(place, entries_[parent]);
    place = parent;
  }
  set(place, entry);
}

void ReadyHeap::sink(std::size_t place, Entry entry) {
  for (;;) {
    const std::size_t begin = place * fan_out + 1, end = std::min(begin + fan_out, entries_.size());
    if (begin >= end) break;
    std::size_t least = begin;
    for (std::size_t child = begin + 1; child < end; ++child)
      if (entries_[child].before(entries_[least])) least = child;
    if (!entries_[least].before(entry)) break;
    set(place, entries_[least]);
    place = least;
  }
  set(place, entry);
}

void ReadyHeap::set(std::size_t place, const Entry& entry) {
  entries_[place] = entry;
  entry.host->heap_place_ = place;
}

}  // namespace trawl::fetch
