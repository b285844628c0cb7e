// A request as everything behind the gate sees it: parsed, within the limits, from someone known. Values; the
// adapter's one thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/role.hpp"

namespace trawl::httpd {

struct Field {
  std::string name;  // lower case
  std::string value;
};

// Who asks, as the daemon is told with every call (`on_behalf_of`).
struct Caller {
  model::Role role = model::Role::none;
  std::string name;                  // login name, or the token's
  std::optional<std::uint32_t> uid;  // of a peer on the Unix socket
  std::string transport = "http";    // "http+unix", "http+token", "http+session"
};

struct Request {
  std::string verb;   // "GET"
  std::string path;   // as sent, without the query; begins with '/'
  std::string query;  // as sent, without '?'; empty: none
  std::vector<Field> fields;
  std::string body;
  Caller caller;
  std::string source;  // whom failed attempts count against: "192.0.2.7", or "uid:1000" on the Unix socket
  std::string id;      // of this request, for the log and for problems

  // The field's value; nothing when it was not sent. The gate refuses doubled fields where that matters.
  std::optional<std::string_view> field(std::string_view name) const {
    const auto found = std::ranges::find(fields, name, &Field::name);
    return found == fields.end() ? std::nullopt : std::optional<std::string_view>(found->value);
  }
};

}  // namespace trawl::httpd
