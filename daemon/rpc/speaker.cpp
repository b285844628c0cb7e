#include "rpc/speaker.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "base/text.hpp"

namespace trawl::rpc {
namespace {

namespace json = boost::json;

constexpr std::size_t max_name_bytes = 64, max_transport_bytes = 32;

std::unexpected<Error> malformed(std::string message) {
  return refuse(Code::invalid_request, std::move(message),
                "on_behalf_of is {name, role, uid?, transport?}, role one of viewer, operator, admin");
}

Result<model::Role> read_role(const json::value& value) {
  constexpr std::array roles{model::Role::viewer, model::Role::operator_, model::Role::admin};
  for (const model::Role role : roles)
    if (value.is_string() && std::string_view(value.get_string()) == name(role)) return role;
  return malformed("on_behalf_of has no such role");
}

Result<std::string> read_word(const json::value& value, std::size_t max_bytes) {
  const json::string* text = value.if_string();
  if (!text || text->empty() || text->size() > max_bytes)
    return malformed("a word of on_behalf_of is empty, too long or no text");
  return escape_controls(std::string_view(*text));
}

Result<> read_member(std::string_view key, const json::value& value, api::Caller& caller) {
  if (key == "role") {
    const auto role = read_role(value);
    if (!role) return std::unexpected(role.error());
    caller.role = *role;
  } else if (key == "uid") {
    const auto* uid = value.if_int64();
    if (!uid || *uid < 0 || *uid > std::numeric_limits<std::uint32_t>::max())
      return malformed("on_behalf_of has a uid that is none");
    caller.actor.uid = static_cast<std::uint32_t>(*uid);
  } else if (key == "name" || key == "transport") {
    auto word = read_word(value, key == "name" ? max_name_bytes : max_transport_bytes);
    if (!word) return std::unexpected(word.error());
    (key == "name" ? caller.actor.name : caller.transport) = std::move(*word);
  } else {
    return malformed("on_behalf_of has an unknown member");
  }
  return {};
}

}  // namespace

Result<api::Caller> speak_for(const json::value& on_behalf_of, const api::Caller& peer) {
  if (peer.role < model::Role::admin && !peer.speaks_for_others)
    return refuse(Code::permission_denied, "you may not speak for others",
                  "http.user in trawl.yaml names the one user that may");
  api::Caller caller{.actor = {.pid = peer.actor.pid}, .transport = "http"};
  for (const auto& [key, value] : on_behalf_of.as_object())
    if (auto read = read_member(key, value, caller); !read) return std::unexpected(read.error());
  if (caller.role == model::Role::none || caller.actor.name.empty())
    return malformed("on_behalf_of lacks name or role");
  return caller;
}

}  // namespace trawl::rpc
