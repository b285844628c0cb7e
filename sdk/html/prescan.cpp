// The HTML standard's prescan: which encoding a <meta> near the top of a page declares.
#include "ascii.hpp"
#include "decode.hpp"

namespace trawl::html::detail {
namespace {

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

// The encoding that this <meta> declares, or empty. A charset inside `content` counts only together
// with http-equiv="content-type".
std::string_view read_meta(std::string_view text, std::size_t& at) {
  std::string_view direct, inside_content;
  bool is_content_type = false, has_charset = false;
  AttributeReader reader(text, at);
  for (Attribute attribute; reader.next(attribute);) {
    if (equals_ignoring_case(attribute.name, "http-equiv")) {
      is_content_type |= equals_ignoring_case(attribute.value, "content-type");
    } else if (equals_ignoring_case(attribute.name, "content") && inside_content.empty()) {
      inside_content = encoding_for_label(charset_of(attribute.value));
    } else if (equals_ignoring_case(attribute.name, "charset") && !has_charset) {
      has_charset = true;
      direct = encoding_for_label(attribute.value);
    }
  }
  const auto found = has_charset ? direct : is_content_type ? inside_content : std::string_view();
  // A page whose <meta> could be read is not UTF-16, whatever it says.
  return starts_with(found, "utf-16") ? std::string_view("utf-8") : found;
}

bool starts_meta(std::string_view text) {
  return text.size() > 5 && starts_ignoring_case(text, "<meta") && (is_space(text[5]) || text[5] == '/');
}

}  // namespace

std::string_view prescan(std::string_view bytes) {
  const auto text = bytes.substr(0, prescan_bytes);
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

}  // namespace trawl::html::detail
