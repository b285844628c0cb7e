// Small questions about text. Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trawl {

// The candidate nearest to a misspelt word, or empty when none is near enough to be meant.
// Distance: insertions, deletions, substitutions and swaps of neighbours (Damerau, restricted).
std::string nearest(std::string_view word, std::span<const std::string> candidates);

// ", did you mean 'every'?" or nothing; to be appended to a sentence.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

bool is_valid_utf8(std::string_view);

// Code points of valid UTF-8.
std::size_t count_characters(std::string_view);

// Control characters (C0, DEL, C1) as \xNN, so that stored text cannot drive a terminal or a log.
std::string escape_controls(std::string_view);

std::string join(std::span<const std::string> words, std::string_view separator);

}  // namespace trawl
