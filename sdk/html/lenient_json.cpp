// Rewrites almost-JSON into JSON, value by value, and lets the strict parser read it.
#include "lenient_json.hpp"

#include <cstring>

#include "ascii.hpp"

namespace trawl::html::detail {
namespace {

class Repair {
 public:
  explicit Repair(std::string_view text) : text_(text) {}

  // Moves to the next '{' or '['; false when there is none.
  bool find_value() {
    while (at_ < text_.size() && text_[at_] != '{' && text_[at_] != '[') {
      // "<![CDATA[" has brackets of its own.
      at_ += starts_with(text_.substr(at_), "<![CDATA[") ? 9 : 1;
    }
    return at_ < text_.size();
  }

  // The value that starts here as JSON, up to the bracket that closes it.
  std::string take_value() {
    std::string out;
    int depth = 0;
    do {
      if (skip_comment()) continue;
      const char c = text_[at_];
      if (c == '"') {
        take_string(out);
        continue;
      }
      depth += c == '{' || c == '[';
      if (c == '}' || c == ']') {
        drop_comma(out);
        --depth;
      }
      out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
      ++at_;
    } while (depth > 0 && at_ < text_.size());
    return out;
  }

 private:
  // Comments of JavaScript and HTML between tokens.
  bool skip_comment() {
    const auto rest = text_.substr(at_);
    const auto skip_to = [&](std::string_view mark) {
      const auto end = text_.find(mark, at_ + 2);
      at_ = end == std::string_view::npos ? text_.size() : end + mark.size();
      return true;
    };
    if (starts_with(rest, "/*")) return skip_to("*/");
    if (starts_with(rest, "//")) return skip_to("\n");
    if (starts_with(rest, "<!--")) return skip_to("-->");
    return false;
  }

  static void drop_comma(std::string& out) {
    while (!out.empty() && is_space(out.back())) out.pop_back();
    if (!out.empty() && out.back() == ',') out.pop_back();
  }

  void take_string(std::string& out) {
    out += text_[at_++];
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '\\') {
        take_escape(out);
      } else {
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
      }
      if (c == '"') return;
    }
    out += '"';
  }

  void take_escape(std::string& out) {
    if (at_ == text_.size()) return;
    const char c = text_[at_];
    if (c == 'u' && has_hex_digits(at_ + 1)) {
      out.append("\\").append(text_.substr(at_, 5));
      at_ += 5;
      return;
    }
    ++at_;
    if (std::strchr("\"\\/bfnrt", c) && c != '\0') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += ' ';
    } else {
      out += c;  // An escape that JSON does not have stands for its character.
    }
  }

  bool has_hex_digits(std::size_t at) const {
    if (at + 4 > text_.size()) return false;
    for (std::size_t i = at; i < at + 4; ++i) {
      if (hex_value(text_[i]) < 0) return false;
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<json::value> parse_lenient_json(std::string_view text) {
  std::vector<json::value> out;
  Repair repair(text);
  while (repair.find_value()) {
    try {
      out.push_back(json::parse(repair.take_value()));
    } catch (const json::parse_error&) {
      // One broken block does not hide the others.
    }
  }
  return out;
}

}  // namespace trawl::html::detail
