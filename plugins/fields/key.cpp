// Key templates, and what becomes of keys that are missing or too long.
#include "key.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>

namespace trawl::fields {

std::vector<KeyPart> parse_key(std::string_view text) {
  std::vector<KeyPart> parts;
  for (std::size_t at = 0; at < text.size();) {
    const bool is_name = text[at] == '{';
    const std::size_t end = text.find(is_name ? '}' : '{', at);
    if (is_name && end == std::string_view::npos) {
      throw std::invalid_argument("column " + std::to_string(at + 1) + ": '{' has no '}'");
    }
    const std::size_t from = at + is_name, to = std::min(end, text.size());
    parts.push_back({is_name, std::string(text.substr(from, to - from)), at + 1});
    at = to + is_name;
  }
  return parts;
}

FilledKey fill_key(const std::vector<KeyPart>& parts,
                   const std::function<std::string(const std::string& name)>& value_of) {
  FilledKey key;
  for (const KeyPart& part : parts) {
    const std::string text = part.is_name ? value_of(part.text) : part.text;
    if (part.is_name && text.empty()) key.missing.push_back(part.text);
    key.text += text;
  }
  return key;
}

// FNV-1a, 64 bits.
std::string fingerprint(std::string_view text) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  static constexpr char hex[] = "0123456789abcdef";
  std::string out;
  for (int shift = 60; shift >= 0; shift -= 4) out += hex[hash >> shift & 15];
  return out;
}

std::string shorten(std::string key) {
  constexpr std::size_t max_key = 512, fingerprint_size = 16;
  if (key.size() <= max_key) return key;
  const std::string end = fingerprint(key);
  std::size_t kept = max_key - fingerprint_size - 1;
  while (kept > 0 && (static_cast<unsigned char>(key[kept]) & 0xC0) == 0x80) --kept;
  return key.substr(0, kept) + "~" + end;
}

}  // namespace trawl::fields
