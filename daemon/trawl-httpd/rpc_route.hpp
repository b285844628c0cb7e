// POST /rpc: JSON-RPC as on the admin socket, for the caller that HTTP knows. One request or a batch; streams
// are at /api/v1/events. The adapter's one thread.
#pragma once

#include "api/table.hpp"
#include "trawl-httpd/rest.hpp"

namespace trawl::httpd {

inline constexpr std::string_view rpc_path = "/rpc";

// 200 with the reply, 204 when nothing asked for one.
Task<Response> rpc_answer(const Request&, const api::Table&, const Ask&);

}  // namespace trawl::httpd
