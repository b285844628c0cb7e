// The HTML standard's prescan: which encoding a <meta> near the top of a page, or an XML declaration,
// declares.
#include <trawl/charset.hpp>

#include "../ascii.hpp"
#include "declared.hpp"

namespace trawl::charset {
namespace {

using namespace ascii;
using namespace std::string_view_literals;

// The standard looks at 1024 bytes and lets the parser start over for a <meta> further down; looking a
// little further at once comes to the same.
constexpr std::size_t prescan_bytes = 16 * 1024;

struct Attribute {
  std::string_view name, value;
};

// Reads the attributes of one tag, one at a time, up to its '>'.
class AttributeReader {
 public:
  AttributeReader(std::string_view text, std::size_t& at) : text_(text), at_(at) {}

  bool next(Attribute& out) {
    while (at_ < text_.size() && (is_space(text_[at_]) || text_[at_] == '/')) ++at_;
    if (at_ >= text_.size() || text_[at_] == '>') return false;
    const std::size_t begin = at_;
    while (at_ < text_.size() && !ends_name(text_[at_], at_ == begin)) ++at_;
    out = {text_.substr(begin, at_ - begin), {}};
    skip_space();
    if (at_ >= text_.size() || text_[at_] != '=') return true;
    ++at_;
    skip_space();
    out.value = read_value();
    return true;
  }

 private:
  static bool ends_name(char c, bool first) {
    return is_space(c) || c == '/' || c == '>' || (c == '=' && !first);
  }

  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  std::string_view read_value() {
    if (at_ >= text_.size()) return {};
    const char quote = text_[at_];
    const bool quoted = quote == '"' || quote == '\'';
    const std::size_t begin = at_ += quoted ? 1 : 0;
    while (at_ < text_.size() &&
           !(quoted ? text_[at_] == quote : is_space(text_[at_]) || text_[at_] == '>')) {
      ++at_;
    }
    const auto value = text_.substr(begin, at_ - begin);
    if (quoted && at_ < text_.size()) ++at_;
    return value;
  }

  std::string_view text_;
  std::size_t& at_;
};

// Something that could be read as ASCII is not UTF-16, whatever it says.
std::string_view not_utf16(std::string_view encoding) {
  return starts_with(encoding, "UTF-16") ? "UTF-8"sv : encoding;
}

// The encoding that this <meta> declares, or empty. A charset inside `content` counts only together
// with http-equiv="content-type". Of attributes of one name the first counts.
std::string_view read_meta(std::string_view text, std::size_t& at) {
  std::string_view direct, inside_content;
  bool is_content_type = false, has_equiv = false, has_content = false, has_charset = false;
  AttributeReader reader(text, at);
  for (Attribute attribute; reader.next(attribute);) {
    if (equals_ignoring_case(attribute.name, "http-equiv") && !has_equiv) {
      has_equiv = true;
      is_content_type = equals_ignoring_case(attribute.value, "content-type");
    } else if (equals_ignoring_case(attribute.name, "content") && !has_content) {
      has_content = true;
      inside_content = encoding_for_label(charset_in(attribute.value));
    } else if (equals_ignoring_case(attribute.name, "charset") && !has_charset) {
      has_charset = true;
      direct = encoding_for_label(attribute.value);
    }
  }
  const auto found = has_charset ? direct : is_content_type ? inside_content : ""sv;
  return found == "x-user-defined" ? "windows-1252"sv : not_utf16(found);
}

bool starts_meta(std::string_view text) {
  return text.size() > 5 && starts_ignoring_case(text, "<meta") && (is_space(text[5]) || text[5] == '/');
}

std::string_view find_meta(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '<') continue;
    const auto rest = text.substr(at);
    if (starts_with(rest, "<!--")) {
      const auto end = text.find("-->", at + 2);
      if (end == std::string_view::npos) return {};
      at = end + 2;
    } else if (starts_meta(rest)) {
      at += 5;
      const auto found = read_meta(text, at);
      if (!found.empty()) return found;
    } else if (rest.size() > 1 &&
               (is_alpha(rest[1]) || (rest[1] == '/' && rest.size() > 2 && is_alpha(rest[2])))) {
      while (at < text.size() && !is_space(text[at]) && text[at] != '>') ++at;
      AttributeReader reader(text, at);
      for (Attribute skipped; reader.next(skipped);) continue;
    } else if (rest.size() > 1 && (rest[1] == '!' || rest[1] == '/' || rest[1] == '?')) {
      while (at < text.size() && text[at] != '>') ++at;
    }
  }
  return {};
}

}  // namespace

std::string_view byte_order_mark(std::string_view bytes) {
  if (starts_with(bytes, "\xEF\xBB\xBF")) return "UTF-8";
  if (starts_with(bytes, "\xFE\xFF")) return "UTF-16BE";
  if (starts_with(bytes, "\xFF\xFE")) return "UTF-16LE";
  return {};
}

std::string_view charset_in(std::string_view content) {
  for (std::size_t at = 0; (at = find_ignoring_case(content, "charset", at)) != std::string_view::npos;) {
    at += 7;
    std::string_view rest = trim_start(content.substr(at));
    if (rest.empty() || rest[0] != '=') continue;
    rest = trim_start(rest.substr(1));
    if (!rest.empty() && (rest[0] == '"' || rest[0] == '\'')) {
      const auto end = rest.find(rest[0], 1);
      return end == std::string_view::npos ? ""sv : rest.substr(1, end - 1);
    }
    return rest.substr(0, rest.find_first_of("; \t\n\f\r"));
  }
  return {};
}

std::string_view xml_declaration(std::string_view bytes) {
  if (!starts_with(bytes, "<?xml")) return {};
  const auto head = bytes.substr(0, prescan_bytes);
  const auto declaration = head.substr(0, head.find('>'));
  const auto named = declaration.find("encoding");
  if (named == std::string_view::npos) return {};
  const auto skip_blanks = [](std::string_view text) {
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= 0x20) text.remove_prefix(1);
    return text;
  };
  auto rest = skip_blanks(declaration.substr(named + 8));
  if (rest.empty() || rest.front() != '=') return {};
  rest = skip_blanks(rest.substr(1));
  if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) return {};
  const auto end = rest.find(rest.front(), 1);
  return end == std::string_view::npos ? ""sv : not_utf16(encoding_for_label(rest.substr(1, end - 1)));
}

std::string_view prescan(std::string_view bytes) {
  if (starts_with(bytes, "<\0?\0x\0"sv)) return "UTF-16LE";
  if (starts_with(bytes, "\0<\0?\0x"sv)) return "UTF-16BE";
  const auto found = find_meta(bytes.substr(0, prescan_bytes));
  return found.empty() ? xml_declaration(bytes) : found;
}

}  // namespace trawl::charset
