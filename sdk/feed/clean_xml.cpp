// One pass over the document: comments, CDATA and instructions are copied, references elsewhere are settled.
#include "clean_xml.hpp"

#include <algorithm>
#include <map>
#include <trawl/html.hpp>

#include "../ascii.hpp"

namespace trawl::feed::detail {
namespace {

constexpr std::size_t max_entities = 100, max_entity_size = 1024, max_name_size = 32;
constexpr std::size_t max_html_names = 500;  // different ones in a document

bool is_name_byte(char c) {
  return ascii::is_alpha(c) || ascii::is_digit(c) || c == '_' || c == '-' || c == '.';
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

class Cleaner {
 public:
  explicit Cleaner(std::string_view text) : text_(text) {}

  CleanXml run() {
    at_ = std::min(text_.find('<'), text_.size());
    out_.text.reserve(text_.size() - at_);
    while (at_ < text_.size()) {
      if (text_[at_] != '<' && text_[at_] != '&') {
        append_plain();
        continue;
      }
      if (copied("<!--", "-->") || copied("<![CDATA[", "]]>")) continue;
      if (skipped_declaration() || copied("<?", "?>") || skipped_doctype()) continue;
      if (text_[at_] == '&')
        settle_reference();
      else
        append(text_[at_++]);
    }
    return std::move(out_);
  }

 private:
  // Most of a document is text; it goes over in one piece.
  void append_plain() {
    if (next_reference_ <= at_) next_reference_ = std::min(text_.find('&', at_), text_.size());
    const auto end = std::min(text_.find('<', at_), next_reference_);
    append(text_.substr(at_, end - at_));
    at_ = end;
  }

  // XML has no place for other control characters.
  static bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r';
  }

  void append(char c) {
    if (!is_control(c)) out_.text += c;
  }

  void append(std::string_view plain) {
    const auto from = static_cast<std::ptrdiff_t>(out_.text.size());
    out_.text += plain;
    out_.text.erase(std::remove_if(out_.text.begin() + from, out_.text.end(), is_control), out_.text.end());
  }

  bool starts_with(std::string_view what) const { return text_.compare(at_, what.size(), what) == 0; }

  bool copied(std::string_view begin, std::string_view end) {
    if (!starts_with(begin)) return false;
    const auto found = text_.find(end, at_ + begin.size());
    const auto stop = found == std::string_view::npos ? text_.size() : found + end.size();
    append(text_.substr(at_, stop - at_));
    at_ = stop;
    if (found == std::string_view::npos) out_.text += end;
    return true;
  }

  bool skipped_declaration() {
    if (!starts_with("<?xml") || at_ + 5 >= text_.size() || !ascii::is_space(text_[at_ + 5])) return false;
    const auto end = text_.find('>', at_);
    at_ = end == std::string_view::npos ? text_.size() : end + 1;
    return true;
  }

  bool skipped_doctype() {
    if (!ascii::starts_ignoring_case(text_.substr(at_, 9), "<!DOCTYPE")) return false;
    const auto begin = at_;
    int brackets = 0;
    char quote = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (quote != 0)
        quote = c == quote ? '\0' : quote;
      else if (c == '"' || c == '\'')
        quote = c;
      else if (c == '[')
        ++brackets;
      else if (c == ']')
        --brackets;
      else if (c == '>' && brackets <= 0)
        break;
    }
    if (at_ < text_.size()) ++at_;
    out_.doctype = text_.substr(begin, at_ - begin);
    declare_entities(out_.doctype);
    return true;
  }

  // <!ENTITY name "text">, when the text stands for itself.
  void declare_entities(std::string_view doctype) {
    constexpr std::string_view keyword = "<!ENTITY";
    for (auto at = doctype.find(keyword); at != std::string_view::npos; at = doctype.find(keyword, at)) {
      at += keyword.size();
      const auto rest = ascii::trim_start(doctype.substr(at));
      const auto name_end = std::find_if_not(rest.begin(), rest.end(), is_name_byte) - rest.begin();
      const auto name = rest.substr(0, static_cast<std::size_t>(name_end));
      const auto value = ascii::trim_start(rest.substr(name.size()));
      if (name.empty() || value.empty() || (value[0] != '"' && value[0] != '\'')) continue;
      const auto end = value.find(value[0], 1);
      if (end == std::string_view::npos) return;
      const auto text = value.substr(1, end - 1);
      if (text.size() > max_entity_size || text.find_first_of("&<%") != std::string_view::npos) continue;
      if (declared_.size() < max_entities) declared_.emplace(std::string(name), std::string(text));
    }
  }

  void settle_reference() {
    const auto rest = text_.substr(at_, max_name_size + 2);
    const auto length = rest.find(';');
    const auto name = length == std::string_view::npos ? std::string_view() : rest.substr(1, length - 1);
    const auto end = at_ + name.size() + 1;
    if (name.size() > 1 && name[0] == '#') {
      if (const auto number = character_reference(name); !number.empty()) {
        out_.text += number;
        at_ = end + 1;
        return;
      }
    } else if (!name.empty() && std::all_of(name.begin(), name.end(), is_name_byte)) {
      if (const auto known = meaning_of(name); !known.empty()) {
        out_.text += known;
        at_ = end + 1;
        return;
      }
    }
    out_.text += "&amp;";
    ++at_;
  }

  // "&#x26;" as XML spells it, or "" for what is no number or no character of XML.
  static std::string character_reference(std::string_view name) {
    const bool hex = name.size() > 2 && ascii::lower(name[1]) == 'x';
    unsigned long code = 0;
    for (const char c : name.substr(hex ? 2 : 1)) {
      const int digit = ascii::hex_value(c);
      if (digit < 0 || (!hex && digit > 9)) return {};
      code = code * (hex ? 16 : 10) + static_cast<unsigned long>(digit);
      if (code > 0x10FFFF) return {};
    }
    const bool is_character = code == 9 || code == 10 || code == 13 || (code >= 0x20 && code < 0xD800) ||
                              (code >= 0xE000 && code != 0xFFFE && code != 0xFFFF);
    return is_character ? "&#" + std::to_string(code) + ";" : "";
  }

  std::string meaning_of(std::string_view name) {
    for (const std::string_view own : {"amp", "lt", "gt", "quot", "apos"}) {
      if (name == own) return "&" + std::string(own) + ";";
    }
    const std::string key(name);
    if (const auto found = declared_.find(key); found != declared_.end()) return escaped(found->second);
    const auto known = of_html_.find(key);
    if (known != of_html_.end()) return known->second;
    if (of_html_.size() >= max_html_names) return {};
    const std::string reference = "&" + key + ";";
    const std::string text =
        html::parse("<!DOCTYPE html><p>x" + reference, {"UTF-8", ""}).css1("p").raw_text();
    const std::string meaning = text == "x" + reference ? "" : escaped(std::string_view(text).substr(1));
    return of_html_[key] = meaning;
  }

  std::string_view text_;
  std::size_t at_ = 0, next_reference_ = 0;
  CleanXml out_;
  std::map<std::string, std::string> declared_, of_html_;
};

}  // namespace

CleanXml clean_xml(std::string_view utf8) {
  return Cleaner(utf8).run();
}

}  // namespace trawl::feed::detail
