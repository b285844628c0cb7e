// Keys: what identifies an item from run to run. Any thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace trawl::fields {

// "{name}" in a key's template stands for a value, the rest for itself.
struct KeyPart {
  bool is_name = false;
  std::string text;
  std::size_t column = 1;  // in the template, of the part's first byte, from 1
};

// Throws std::invalid_argument that names the column; which names there are is the caller's business.
std::vector<KeyPart> parse_key(std::string_view text);

struct FilledKey {
  std::string text;
  std::vector<std::string> missing;  // the names whose value is empty: this is no key then
};
FilledKey fill_key(const std::vector<KeyPart>& parts,
                   const std::function<std::string(const std::string& name)>& value_of);

// An identity for items that have no key of their own: the same text, the same 16 digits.
std::string fingerprint(std::string_view text);

// trawl takes keys of at most 512 bytes; what a longer one loses at its end, a fingerprint keeps apart.
std::string shorten(std::string key);

}  // namespace trawl::fields
