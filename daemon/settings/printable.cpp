#include "settings/printable.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace trawl::settings {
namespace {

Position position_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto line_start = before.rfind('\n');
  return {static_cast<int>(std::ranges::count(before, '\n')),
          static_cast<int>(line_start == before.npos ? offset : offset - line_start - 1)};
}

std::size_t sequence_length(unsigned char lead) {
  return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

// `sequence` is one valid UTF-8 sequence.
char32_t decode(std::string_view sequence) {
  const auto lead = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() == 1) return lead;
  char32_t value = lead & (0xFFU >> (sequence.size() + 1));
  for (const char c : sequence.substr(1)) value = value << 6 | (static_cast<unsigned char>(c) & 0x3FU);
  return value;
}

// c-printable of YAML 1.2, section 5.1.
bool is_printable(char32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0x7E) || c == 0x85 ||
         (c >= 0xA0 && c <= 0xFFFD) || c >= 0x10000;
}

std::string explain_bytes(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    return "the file is UTF-16; save it as UTF-8";
  return "invalid UTF-8; save the file as UTF-8";
}

}  // namespace

std::optional<Unprintable> find_unprintable(std::string_view text) {
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t length = sequence_length(static_cast<unsigned char>(text[offset]));
    const std::string_view sequence = text.substr(offset, length);
    if (!is_valid_utf8(sequence)) return Unprintable{position_of(text, offset), explain_bytes(text)};
    const char32_t c = decode(sequence);
    if (!is_printable(c))
      return Unprintable{
          position_of(text, offset),
          fmt::format("the character U+{:04X}, which no text file needs; remove it", std::uint32_t(c))};
    if (c == '\r' && (offset + 1 == text.size() || text[offset + 1] != '\n'))
      return Unprintable{position_of(text, offset),
                         "a carriage return that ends no line; end lines with LF or CR LF"};
    offset += length;
  }
  return std::nullopt;
}

}  // namespace trawl::settings
