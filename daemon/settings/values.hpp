// Readers of single values: each takes a node and answers the typed value, or a sentence that says what
// was expected and what is there. Sections (section.hpp) put the key in front of the sentence. Pure; any
// thread.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "settings/tree.hpp"

namespace trawl::settings {

template <class T>
using Read = std::expected<T, std::string>;

Read<bool> read_boolean(const Node&);

// Quoted, or plain and not looking like a number or a boolean; 1 to 4096 bytes.
Read<std::string> read_text(const Node&);

// The characters as they stand, whatever type they look like: for names ("123" may name a platform).
Read<std::string> read_word(const Node&);

Read<std::int64_t> read_integer(const Node&, std::int64_t least, std::int64_t most);
// With or without a fraction.
Read<double> read_number(const Node&, double least, double most);

Read<Millis> read_duration(const Node&, Millis least, Millis most);
Read<std::uint64_t> read_size(const Node&, std::uint64_t least, std::uint64_t most);

// "50%" as 0.5; 0% to 100%.
Read<double> read_percentage(const Node&);

// Permission bits in octal, "0660" or 0660: three or four octal digits.
Read<std::uint32_t> read_file_mode(const Node&);

// One of some words, each with its meaning.
template <class T>
using Choices = std::vector<std::pair<std::string_view, T>>;

Read<std::size_t> read_choice(const Node&, const std::vector<std::string_view>& words);

// The same readers with their bounds bound, to be handed to Section::read().
inline auto integer(std::int64_t least, std::int64_t most) {
  return [=](const Node& node) { return read_integer(node, least, most); };
}
inline auto number(double least, double most) {
  return [=](const Node& node) { return read_number(node, least, most); };
}
inline auto duration(Millis least, Millis most) {
  return [=](const Node& node) { return read_duration(node, least, most); };
}
inline auto size(std::uint64_t least, std::uint64_t most) {
  return [=](const Node& node) { return read_size(node, least, most); };
}
template <class T>
auto choice(Choices<T> choices) {
  return [choices = std::move(choices)](const Node& node) -> Read<T> {
    std::vector<std::string_view> words;
    for (const auto& [word, meaning] : choices) words.push_back(word);
    const auto index = read_choice(node, words);
    if (!index) return std::unexpected(index.error());
    return choices[*index].second;
  };
}

}  // namespace trawl::settings
