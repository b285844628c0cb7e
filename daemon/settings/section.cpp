#include "settings/section.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "settings/scalar.hpp"

namespace trawl::settings {
namespace {

const Node no_node;

constexpr std::size_t longest_name = 64;

// A name becomes part of paths, URLs and columns.
bool is_name(std::string_view text) {
  const auto lower_or_digit = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const auto allowed = [&](char c) { return lower_or_digit(c) || c == '_' || c == '-'; };
  return !text.empty() && text.size() <= longest_name && lower_or_digit(text[0]) &&
         std::ranges::all_of(text, allowed);
}

}  // namespace

Section::Section(const Node& node, Position at, std::string path, Faults& faults)
    : node_(node), at_(at), path_(std::move(path)), faults_(faults) {
  const bool fits = is_map() || is_empty() || node.kind == Node::Kind::refused;
  if (!fits) fault(node.at, fmt::format("expected a map of keys and values, got {}", describe(node)));
}

bool Section::is_empty() const {
  if (node_.kind != Node::Kind::scalar) return node_.kind == Node::Kind::null;
  const auto scalar = resolve(node_);
  return scalar && std::holds_alternative<std::nullptr_t>(*scalar);
}

void Section::check_name(const Member& member) const {
  if (is_name(member.key)) return;
  faults_.add(
      member.at,
      fmt::format(
          "{}: '{}' is no name; use 1 to {} of a-z, 0-9, '_' and '-', beginning with a letter or digit",
          path_, member.key, longest_name));
}

void Section::check_count(std::size_t most) const {
  if (node_.members.size() > most)
    fault(at_, fmt::format("expected at most {} entries, got {}", most, node_.members.size()));
}

const Member* Section::find(std::string_view key) {
  if (std::ranges::find(known_, key) == known_.end()) known_.emplace_back(key);
  return node_.find(key);
}

const Member* Section::require(std::string_view key, std::string_view purpose) {
  const Member* member = find(key);
  if (member == nullptr && node_.kind != Node::Kind::refused)
    fault(at_, fmt::format("missing key '{}': {}", key, purpose));
  return member;
}

std::string Section::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

Section Section::section(std::string_view key) {
  const Member* member = find(key);
  if (member == nullptr) return Section(no_node, at_, path_of(key), faults_);
  return Section(*member, path_of(key), faults_);
}

bool Section::is_list(const Member& member) const {
  if (member.value.kind == Node::Kind::sequence) return true;
  if (member.value.kind != Node::Kind::refused)
    fault(member, fmt::format("expected a list such as [a, b], got {}", describe(member.value)));
  return false;
}

void Section::fault(Position at, std::string_view message) const {
  faults_.add(at, path_.empty() ? std::string(message) : fmt::format("{}: {}", path_, message));
}

void Section::fault(const Member& member, std::string_view message) const {
  faults_.add(member.value.at, fmt::format("{}: {}", path_of(member.key), message));
}

void Section::done() const {
  for (const Member& member : node_.members) {
    if (std::ranges::find(known_, member.key) != known_.end()) continue;
    const std::string where = path_.empty() ? "" : fmt::format(" in {}", path_);
    const std::string near = faults_.is_full() ? "" : did_you_mean(member.key, known_);
    faults_.add(member.at, fmt::format("unknown key '{}'{}{}", member.key, where, near));
  }
}

}  // namespace trawl::settings
