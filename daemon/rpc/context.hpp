// What all connections of a server share. Main thread.
#pragma once

#include <array>
#include <cstdint>
#include <map>

#include "api/table.hpp"
#include "rpc/metrics.hpp"
#include "rpc/options.hpp"

namespace trawl::rpc {

struct Context {
  api::Services services;
  const api::Table& table;
  ServerOptions options;
  Metrics metrics = {};
  std::map<std::uint32_t, std::size_t> streams_by_uid = {};
  std::array<char, 64 << 10> scratch = {};  // what a read fills, before anything else runs
};

}  // namespace trawl::rpc
