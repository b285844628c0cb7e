// I-Regexp (RFC 9485): the regular expressions of JSONPath. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace trawl::json::detail {

// A set of characters.
struct CharSet {
  struct Category {
    std::uint32_t mask;  // general categories of Unicode, as ICU numbers them
    bool complement;
  };
  std::vector<std::pair<char32_t, char32_t>> ranges;  // with both ends
  std::vector<Category> categories;
  bool negated = false;

  bool holds(char32_t c) const;
};

// One step of the program that an expression becomes. Jumps are relative to the step itself.
struct Instruction {
  enum class Op { one_of, fork, jump, at_begin, at_end } op;
  int first = 1, second = 1;  // fork: both ways; jump: the first
  std::size_t set = 0;        // one_of: which of the program's sets
};
struct Program {
  std::vector<Instruction> code;  // its end accepts
  std::vector<CharSet> sets;
};

// Expressions have at most 1000 bytes and become at most 5000 steps; matching takes time proportional to
// their product with the text and no stack. "^" and "$" hold at the ends of the text, as in the engines that
// people know.
class Regexp {
 public:
  explicit Regexp(std::string_view expression);  // throws syntax_error

  bool matches(std::string_view utf8) const { return run(utf8, true); }    // the whole text
  bool contains(std::string_view utf8) const { return run(utf8, false); }  // some part of it

  std::size_t steps() const { return program_.code.size(); }

 private:
  bool run(std::string_view utf8, bool whole) const;

  Program program_;
};

Program parse_regexp(std::string_view expression);  // throws syntax_error

}  // namespace trawl::json::detail
