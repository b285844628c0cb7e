// Calls that a peer makes for somebody else, as trawl-httpd does for its visitors:
//
//   {"jsonrpc":"2.0","id":1,"method":"runs.retry","params":{...},
//    "on_behalf_of":{"name":"ci","role":"operator","uid":1000,"transport":"http+token"}}
//
// The call is then theirs: their role decides, the audit and the run carry their name, their idempotency keys
// count. Only peers that could do anything anyway, and the adapter's own user (http.user), are believed.
// Pure; any thread.
#pragma once

#include <boost/json/value.hpp>

#include "api/caller.hpp"
#include "base/error.hpp"

namespace trawl::rpc {

// Errors: permission_denied when the peer may not speak for others; invalid_request when the member is not as
// above.
Result<api::Caller> speak_for(const boost::json::value& on_behalf_of, const api::Caller& peer);

}  // namespace trawl::rpc
