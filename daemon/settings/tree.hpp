// A YAML text as a tree that remembers where everything stood. Only the plain part of YAML gets
// through: one document of maps, lists and scalars. What would make a file mean something else than it
// shows (duplicate keys, aliases, tags, merge keys) is refused with its place. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "settings/fault.hpp"

namespace trawl::settings {

inline constexpr std::size_t max_file_bytes = 1ULL << 20;
inline constexpr int max_depth = 32;
inline constexpr std::size_t max_nodes = 100'000;

struct Member;

struct Node {
  // refused: stands where something was that has been reported; readers pass over it in silence.
  enum class Kind : std::uint8_t { null, scalar, sequence, map, refused };

  Kind kind = Kind::null;
  Position at;                  // of its first character; an empty value is where its key is
  std::string text;             // of a scalar
  bool plain = false;           // a scalar without quotes, whose text decides its type (scalar.hpp)
  std::vector<Node> items;      // of a sequence
  std::vector<Member> members;  // of a map, in the order of the text, no key twice

  const Member* find(std::string_view key) const;
};

struct Member {
  std::string key;
  Position at;  // of the key
  Node value;
};

// Nothing when the text is not YAML or breaks a limit. A tree may come with faults: then it serves to
// look for more of them, not to be used. An empty text gives a null node.
std::optional<Node> parse_tree(std::string_view text, Faults&);

}  // namespace trawl::settings
