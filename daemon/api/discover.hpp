// The method table told to programs: rpc.methods, rpc.describe, and the OpenRPC document. Pure; any
// thread.
#pragma once

#include "api/table.hpp"

namespace trawl::api {

json::object summary_json(const Method&);
json::object describe_json(const Method&);
// OpenRPC 1.2.6.
json::object openrpc_document(const Table&, std::string_view version);

// JSON Schema of a method's result.
json::object result_schema(const Method&);

}  // namespace trawl::api
