#include "settings/canonical.hpp"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <vector>

#include "settings/scalar.hpp"

namespace trawl::settings {
namespace {

namespace json = boost::json;

json::value scalar_to_json(const Node& node, Faults& faults) {
  const auto scalar = resolve(node);
  if (!scalar) {
    faults.add(node.at, scalar.error());
    return nullptr;
  }
  return std::visit(
      []<class T>(const T& value) -> json::value {
        if constexpr (std::is_same_v<T, std::string_view>)
          return json::string(value.data(), value.size());
        else
          return value;
      },
      *scalar);
}

void append(std::string& out, const json::value& value);

void append_array(std::string& out, const json::array& array) {
  out += '[';
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (i > 0) out += ',';
    append(out, array[i]);
  }
  out += ']';
}

void append_object(std::string& out, const json::object& object) {
  std::vector<const json::key_value_pair*> members;
  for (const auto& member : object) members.push_back(&member);
  std::ranges::sort(members, {}, [](const auto* member) {
    return std::string_view(member->key().data(), member->key().size());
  });
  out += '{';
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i > 0) out += ',';
    out += json::serialize(members[i]->key());
    out += ':';
    append(out, members[i]->value());
  }
  out += '}';
}

void append(std::string& out, const json::value& value) {
  if (const auto* object = value.if_object())
    append_object(out, *object);
  else if (const auto* array = value.if_array())
    append_array(out, *array);
  else if (const auto* number = value.if_double())
    out += fmt::format("{}", *number);
  else
    out += json::serialize(value);
}

}  // namespace

json::value to_json(const Node& node, Faults& faults) {
  if (node.kind == Node::Kind::map) {
    json::object object;
    for (const Member& member : node.members) object[member.key] = to_json(member.value, faults);
    return object;
  }
  if (node.kind == Node::Kind::sequence) {
    json::array array;
    for (const Node& item : node.items) array.push_back(to_json(item, faults));
    return array;
  }
  return scalar_to_json(node, faults);
}

std::string canonical(const json::value& value) {
  std::string out;
  append(out, value);
  return out;
}

std::string pointer_to(std::string_view parent, std::string_view key) {
  std::string pointer(parent);
  pointer += '/';
  for (const char c : key) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
  return pointer;
}

std::string sha256(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::string out;
  for (const unsigned char byte : digest) out += fmt::format("{:02x}", byte);
  return out;
}

}  // namespace trawl::settings
