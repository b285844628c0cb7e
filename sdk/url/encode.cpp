#include "encode.hpp"

#include "../ascii.hpp"

namespace trawl::url::detail {
namespace {

// The printable characters that a set adds to the control characters and everything beyond ASCII.
constexpr std::string_view printable(EncodeSet set) {
  switch (set) {
    case EncodeSet::control:
      return "";
    case EncodeSet::fragment:
      return " \"<>`";
    case EncodeSet::query:
      return " \"#<>";
    case EncodeSet::special_query:
      return " \"#<>'";
    case EncodeSet::path:
      return " \"#<>?^`{}";
    case EncodeSet::userinfo:
      return " \"#<>?^`{}/:;=@[\\]|";
  }
  return "";
}

}  // namespace

void append_percent(std::string& out, char byte) {
  constexpr char digits[] = "0123456789ABCDEF";
  const auto value = static_cast<unsigned char>(byte);
  out += '%';
  out += digits[value >> 4];
  out += digits[value & 15];
}

std::string percent_encode(std::string_view text, EncodeSet set) {
  const std::string_view also = printable(set);
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const bool plain = c >= 0x20 && c < 0x7F && also.find(c) == std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      append_percent(out, c);
    }
  }
  return out;
}

std::string percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = i + 2 < text.size() ? ascii::hex_value(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? ascii::hex_value(text[i + 2]) : -1;
    if (text[i] == '%' && high >= 0 && low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace trawl::url::detail
