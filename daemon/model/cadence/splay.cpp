#include "model/cadence/splay.hpp"

#include <cstdint>

namespace trawl::model {
namespace {

// FNV-1a: short, and defined by two published constants rather than by a library's version.
std::uint64_t hash(std::uint64_t seed, std::string_view bytes) {
  for (const char byte : bytes) seed = (seed ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  return seed;
}

// Spreads a change of one bit over all others, so that "job-1" and "job-2" do not become neighbours.
std::uint64_t scatter(std::uint64_t value) {
  value = (value ^ (value >> 33)) * 0xff51afd7ed558ccd;
  value = (value ^ (value >> 33)) * 0xc4ceb9fe1a85ec53;
  return value ^ (value >> 33);
}

}  // namespace

Millis splay_offset(std::string_view machine_id, std::string_view schedule, Millis max) {
  if (max <= Millis(0)) return Millis(0);
  const std::uint64_t machine = hash(0xcbf29ce484222325, machine_id);
  const std::uint64_t mixed = scatter(hash(hash(machine, std::string_view("\0", 1)), schedule));
  return Millis(static_cast<std::int64_t>(mixed % static_cast<std::uint64_t>(max.count())));
}

}  // namespace trawl::model
