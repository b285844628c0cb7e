#include "utf8.hpp"

namespace trawl::url::detail {
namespace {

struct Sequence {
  std::size_t length;  // of the character, or of the piece that is none
  bool valid;
};

// What a first byte promises: how many bytes follow, and between what the second must lie.
struct Lead {
  std::size_t following;
  unsigned char lowest = 0x80, highest = 0xBF;
};

Lead read_lead(unsigned char byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {1};
  if (byte == 0xE0) return {2, 0xA0};
  if (byte == 0xED) return {2, 0x80, 0x9F};  // no surrogates
  if (byte >= 0xE1 && byte <= 0xEF) return {2};
  if (byte == 0xF0) return {3, 0x90};
  if (byte >= 0xF1 && byte <= 0xF3) return {3};
  if (byte == 0xF4) return {3, 0x80, 0x8F};
  return {0};
}

Sequence sequence_at(std::string_view rest) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
  if (byte(0) < 0x80) return {1, true};
  Lead lead = read_lead(byte(0));
  std::size_t length = 1;
  while (length <= lead.following && length < rest.size()) {
    if (byte(length) < lead.lowest || byte(length) > lead.highest) break;
    lead.lowest = 0x80, lead.highest = 0xBF;
    ++length;
  }
  return {length, lead.following > 0 && length == lead.following + 1};
}

}  // namespace

std::string repair_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    const Sequence next = sequence_at(bytes);
    out += next.valid ? bytes.substr(0, next.length) : std::string_view("\xEF\xBF\xBD");
    bytes.remove_prefix(next.length);
  }
  return out;
}

}  // namespace trawl::url::detail
