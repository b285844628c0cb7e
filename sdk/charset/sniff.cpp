// Which of the things that tell a body's encoding decides.
#include <algorithm>
#include <trawl/charset.hpp>

#include "../ascii.hpp"
#include "declared.hpp"
#include "utf8.hpp"

namespace trawl::charset {
namespace {

using namespace ascii;
using namespace std::string_view_literals;

constexpr std::size_t looked_at_for_binary = 1445;  // as the MIME Sniffing standard has it

// What nothing declares. Plain ASCII reads the same in both; browsers call it windows-1252.
std::string_view guess(std::string_view bytes) {
  const bool is_utf8 = !is_ascii(bytes) && utf8_length(bytes) == bytes.size();
  return is_utf8 ? "UTF-8"sv : "windows-1252"sv;
}

std::string_view sniff_html(std::string_view bytes, std::string_view declared) {
  if (!declared.empty()) return declared;
  if (const auto found = prescan(bytes); !found.empty()) return found;
  return guess(bytes);
}

// Plain text that is not UTF-8 may still be a page that its server does not know to be one.
std::string_view sniff_text(std::string_view bytes, std::string_view declared) {
  if (!declared.empty()) return declared;
  const auto guessed = guess(bytes);
  if (guessed == "UTF-8") return guessed;
  const auto found = prescan(bytes);
  return found.empty() ? guessed : found;
}

// UTF-32 and UTF-16 by how "<" looks in them, UTF-32 also by its byte order mark (XML 1.0, appendix F).
std::string_view xml_code_units(std::string_view bytes) {
  const auto head = bytes.substr(0, 4);
  if (head == "\0\0\xFE\xFF"sv || head == "\0\0\0<"sv) return "UTF-32BE";
  if (head == "\xFF\xFE\0\0"sv || head == "<\0\0\0"sv) return "UTF-32LE";
  if (starts_with(head, "\0<"sv)) return "UTF-16BE";
  if (starts_with(head, "<\0"sv)) return "UTF-16LE";
  return {};
}

std::string_view sniff_xml(std::string_view bytes, std::string_view content_type, std::string_view essence,
                           std::string_view declared) {
  if (const auto found = xml_code_units(bytes); !found.empty()) return found;
  if (const auto mark = byte_order_mark(bytes); !mark.empty()) return mark;
  if (!declared.empty()) return declared;
  // Servers of feeds write the parameter in ways that are none: charset='x', charset = x.
  if (const auto found = encoding_for_label(charset_in(content_type)); !found.empty()) return found;
  if (const auto found = xml_declaration(bytes); !found.empty()) return found;
  // text/xml was ASCII unless it said otherwise, so that other bytes in it may be anything.
  return starts_with(essence, "text/") ? guess(bytes) : "UTF-8"sv;
}

bool is_binary(std::string_view bytes) {
  const auto head = bytes.substr(0, looked_at_for_binary);
  return std::any_of(head.begin(), head.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x09 || byte == 0x0B || (byte >= 0x0E && byte < 0x20 && byte != 0x1B);
  });
}

// Of a body without a Content-Type.
kind kind_of_bytes(std::string_view bytes) {
  if (starts_with(bytes, "<?xml") || !xml_code_units(bytes).empty()) return kind::xml;
  return byte_order_mark(bytes).empty() && is_binary(bytes) ? kind::none : kind::html;
}

}  // namespace

std::string_view sniff(std::string_view bytes, std::string_view content_type, kind known) {
  const auto type = parse_media_type(content_type);
  const auto declared = type ? encoding_for_label(type->charset) : std::string_view();
  if (known == kind::none) return {};
  if (known == kind::xml) return sniff_xml(bytes, content_type, type ? type->essence : "", declared);
  if (const auto mark = byte_order_mark(bytes); !mark.empty()) return mark;
  if (known == kind::html) return sniff_html(bytes, declared);
  if (known == kind::text) return sniff_text(bytes, declared);
  return declared.empty() ? "UTF-8"sv : declared;
}

std::string_view sniff(std::string_view bytes, std::string_view content_type) {
  const auto type = parse_media_type(content_type);
  return sniff(bytes, content_type, type ? kind_of(type->essence) : kind_of_bytes(bytes));
}

}  // namespace trawl::charset
