// Cuts a selector at its commas, combinators and simple selectors, without understanding what is in brackets.
#include "selector_parts.hpp"

#include <algorithm>

#include "ascii.hpp"

namespace trawl::html::detail {
namespace {

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  std::vector<ComplexPart> split() {
    out_.emplace_back();
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ',') out_.emplace_back();
      if (c == ',' || c == '>' || c == '+' || c == '~' || is_space(c)) {
        ++at_;
      } else if (at_comment()) {
        skip_comment();
      } else {
        take_compound();
      }
    }
    return std::move(out_);
  }

 private:
  bool at_comment() const { return text_.substr(at_, 2) == "/*"; }
  void skip_comment() { at_ = std::min(text_.find("*/", at_ + 2), text_.size() - 2) + 2; }

  bool ends_compound() const {
    const char c = text_[at_];
    return c == ',' || c == '>' || c == '+' || c == '~' || is_space(c) || at_comment();
  }

  void take_compound() {
    CompoundPart part;
    part.begin = at_;
    bool yields = false;
    while (at_ < text_.size() && !ends_compound()) {
      const std::size_t begin = at_;
      yields = yields || text_.substr(at_, 2) == "::";
      take_simple();
      if (yields) continue;
      part.simples.push_back(text_.substr(begin, at_ - begin));
      part.end = at_;
    }
    part.end = std::max(part.end, part.begin);
    out_.back().compounds.push_back(std::move(part));
  }

  // Up to the character that begins the next simple selector, or ends the compound.
  void take_simple() {
    while (at_ < text_.size() && text_[at_] == ':') ++at_;
    bool first = true;
    for (; at_ < text_.size() && !ends_compound(); first = false) {
      const char c = text_[at_];
      if (!first && (c == '.' || c == '#' || c == '[' || c == ':' || c == '&')) return;
      if (c == '\\') {
        skip_escape();
      } else if (c == '(' || c == '[') {
        skip_brackets();
      } else {
        ++at_;
      }
    }
  }

  // A hexadecimal escape takes the white space after it along.
  void skip_escape() {
    std::size_t digits = 0;
    for (++at_; at_ < text_.size() && digits < 6 && hex_value(text_[at_]) >= 0; ++at_) ++digits;
    if (at_ < text_.size() && (digits == 0 || is_space(text_[at_]))) ++at_;
  }

  void skip_brackets() {
    int depth = 0;
    char before = 0;  // A quote opens a string where a value begins; elsewhere :contains() takes it as it is.
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\') {
        skip_escape();
        continue;
      }
      if ((c == '"' || c == '\'') && (before == '(' || before == '=' || before == ',')) skip_string(c);
      depth += (c == '(' || c == '[') - (c == ')' || c == ']');
      if (!is_space(c)) before = c;
      ++at_;
      if (depth == 0) return;
    }
  }

  // Stops on the closing quote.
  void skip_string(char quote) {
    for (++at_; at_ + 1 < text_.size() && text_[at_] != quote;)
      text_[at_] == '\\' ? skip_escape() : void(++at_);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<ComplexPart> out_;
};

}  // namespace

std::vector<ComplexPart> split_selector(std::string_view text) {
  return Splitter(text).split();
}

}  // namespace trawl::html::detail
