// The client's half of the wire: requests as lines, lines as replies or notifications, the error object
// of a reply as trawl's Error. Pure; any thread.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "base/error.hpp"

namespace trawl::client {

namespace json = boost::json;

struct Reply {
  std::int64_t id = 0;
  Result<json::value> outcome;  // the result, or what the daemon refused with
};

// A message that nobody asked for one by one: an event of a subscription, its end, a heartbeat.
struct Notification {
  std::string method;
  json::object params;
};

using Message = std::variant<Reply, Notification>;

// One line, with its LF.
std::string encode_call(std::int64_t id, std::string_view method, const json::object& params);

// One line, without its LF. Anything but a JSON-RPC 2.0 reply or notification is a protocol_error. A
// reply without an id carries the daemon's complaint about the connection itself, and is returned as
// that error.
Result<Message> decode(std::string_view line);

// `error` of a reply. The code is the one that error.data.kind names; a daemon newer than this client may
// use a kind unknown here, and then the number decides.
Error to_error(const json::object& error);

}  // namespace trawl::client
