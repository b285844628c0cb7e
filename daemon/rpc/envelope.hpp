// The envelope of JSON-RPC 2.0: a parsed value as a request, strictly. Pure; any thread.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>

#include "base/error.hpp"

namespace trawl::rpc {

namespace json = boost::json;

struct Request {
  std::optional<json::value> id;  // absent: a notification, which is never answered
  std::string method;
  std::optional<json::value> params;        // an object or an array
  std::optional<json::value> on_behalf_of;  // an object; see speaker.hpp
};

// Why a request is not carried out, and the id to answer with: null when it has no usable one, absent for
// a notification.
struct Refused {
  std::optional<json::value> id;
  Error error;
};

std::expected<Request, Refused> parse_request(json::value message, std::size_t max_id_bytes);

}  // namespace trawl::rpc
