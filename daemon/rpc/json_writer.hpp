// JSON as replies carry it: one line, numbers in their shortest form (12.5, not 1.25E1). Pure; any
// thread.
#pragma once

#include <boost/json/value.hpp>
#include <string>

#include "base/error.hpp"

namespace trawl::rpc {

namespace json = boost::json;

void append_json(std::string& out, const json::value&);

// Whole lines of JSON-RPC 2.0, with their LF. `id` is a string, an integer or null.
void append_reply(std::string& out, const json::value& id, const Result<json::value>& answer);
void append_notification(std::string& out, std::string_view method, const json::object& params);
// The same without the LF, as an element of a batch's answer.
void append_reply_body(std::string& out, const json::value& id, const Result<json::value>& answer);

}  // namespace trawl::rpc
