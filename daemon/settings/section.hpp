// A map of the configuration while it is read. Whoever reads asks for every key there can be; what
// nobody asked for is unknown, and done() says so. Values keep their default when the key is absent or
// faulty, so that one pass finds all faults. One thread; lives as long as its node.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "settings/fault.hpp"
#include "settings/tree.hpp"
#include "settings/values.hpp"

namespace trawl::settings {

class Section {
 public:
  // `path` is what messages call it: "fetch.retry". A node that is no map is reported and read as an
  // empty one; an empty value (`platforms:` with every entry commented out) is an empty map.
  Section(const Node& node, std::string path, Faults& faults)
      : Section(node, node.at, std::move(path), faults) {}
  Section(const Member& member, std::string path, Faults& faults)
      : Section(member.value, member.at, std::move(path), faults) {}

  // Null when absent. The key counts as asked for.
  const Member* find(std::string_view key);

  // Reports a missing key, and what it is for, where the section is.
  const Member* require(std::string_view key, std::string_view purpose);

  bool has(std::string_view key) { return find(key) != nullptr; }

  // Where to report that something is missing: at the section's key.
  Position at() const { return at_; }
  bool is_full_of_faults() const { return faults_.is_full(); }
  bool is_map() const { return node_.kind == Node::Kind::map; }
  bool is_empty() const;  // absent, or a key without a value
  const std::vector<Member>& members() const { return node_.members; }
  const std::string& path() const { return path_; }
  std::string path_of(std::string_view key) const;

  // Reads the key's value into `value`; `reader` is one of values.hpp or alike: Read<T>(const Node&).
  template <class T, class Reader>
  bool read(std::string_view key, T& value, const Reader& reader) {
    const Member* member = find(key);
    return member != nullptr && read_node(member->value, path_of(key), value, reader);
  }

  // The same for a list of such values; faults name the element. `key: []` empties the list.
  template <class T, class Reader>
  bool read_list(std::string_view key, std::vector<T>& values, const Reader& reader) {
    const Member* member = find(key);
    if (member == nullptr || !is_list(*member)) return false;
    values.clear();
    for (std::size_t i = 0; i < member->value.items.size(); ++i) {
      T value{};
      if (read_node(member->value.items[i], fmt::format("{}[{}]", path_of(key), i), value, reader))
        values.push_back(std::move(value));
    }
    return true;
  }

  // The section under a key; an empty one when absent.
  Section section(std::string_view key);

  void fault(Position, std::string_view message) const;       // of the section
  void fault(const Member&, std::string_view message) const;  // of a key's value

  // For sections whose keys are names that the file chooses, [a-z0-9][a-z0-9_-]{0,63}.
  void check_name(const Member&) const;
  void check_count(std::size_t most) const;

  // Reports the keys that nobody asked for.
  void done() const;

 private:
  Section(const Node& node, Position at, std::string path, Faults& faults);

  template <class T, class Reader>
  bool read_node(const Node& node, const std::string& path, T& value, const Reader& reader) {
    if (node.kind == Node::Kind::refused) return false;
    auto result = reader(node);
    if (!result) {
      faults_.add(node.at, fmt::format("{}: {}", path, result.error()));
      return false;
    }
    value = static_cast<T>(std::move(*result));
    return true;
  }

  bool is_list(const Member&) const;

  const Node& node_;
  Position at_;
  std::string path_;
  Faults& faults_;
  std::vector<std::string> known_;
};

}  // namespace trawl::settings
