// Runs all ways through a program at once: no step is taken twice at one place of the text.
#include <unicode/uchar.h>

#include "code_point.hpp"
#include "regexp.hpp"

namespace trawl::json::detail {
namespace {

class Run {
 public:
  Run(const Program& program, std::string_view text)
      : program_(program), text_(text), seen_(program.code.size() + 1, nowhere) {}

  bool run(bool whole) {
    for (std::size_t at = 0;;) {
      if (at == 0 || !whole) enter(0, at);
      if (accepted_ && (!whole || at == text_.size())) return true;
      if (at == text_.size()) return false;
      const CodePoint next = code_point(text_, at);
      at += next.size;
      step(next.c, at);
      if (whole && here_.empty() && !accepted_) return false;
    }
  }

 private:
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

  void step(char32_t c, std::size_t at) {
    before_.swap(here_);
    here_.clear();
    accepted_ = false;
    for (const std::size_t pc : before_) {
      if (program_.sets[program_.code[pc].set].holds(c)) enter(pc + 1, at);
    }
  }

  // Follows forks and jumps from `pc` to the steps that wait for a character at `at`.
  void enter(std::size_t pc, std::size_t at) {
    ways_.assign(1, pc);
    while (!ways_.empty()) {
      pc = ways_.back();
      ways_.pop_back();
      if (seen_[pc] == at) continue;
      seen_[pc] = at;
      if (pc == program_.code.size()) {
        accepted_ = true;
      } else {
        follow(pc, at);
      }
    }
  }

  void follow(std::size_t pc, std::size_t at) {
    const Instruction& now = program_.code[pc];
    const auto go = [&](int offset) { ways_.push_back(pc + static_cast<std::size_t>(offset)); };
    switch (now.op) {
      case Instruction::Op::one_of:
        here_.push_back(pc);
        break;
      case Instruction::Op::fork:
        go(now.second);
        go(now.first);
        break;
      case Instruction::Op::jump:
        go(now.first);
        break;
      case Instruction::Op::at_begin:
        if (at == 0) go(1);
        break;
      case Instruction::Op::at_end:
        if (at == text_.size()) go(1);
        break;
    }
  }

  const Program& program_;
  const std::string_view text_;
  std::vector<std::size_t> seen_;  // by step: the place at which it was entered last
  std::vector<std::size_t> here_, before_, ways_;
  bool accepted_ = false;
};

}  // namespace

bool CharSet::holds(char32_t c) const {
  bool in = false;
  for (const auto& [low, high] : ranges) in = in || (c >= low && c <= high);
  if (!in && !categories.empty()) {
    const std::uint32_t mask = U_GET_GC_MASK(static_cast<UChar32>(c));
    for (const Category& each : categories) in = in || ((mask & each.mask) != 0) != each.complement;
  }
  return in != negated;
}

Regexp::Regexp(std::string_view expression) : program_(parse_regexp(expression)) {}

bool Regexp::run(std::string_view utf8, bool whole) const {
  return Run(program_, utf8).run(whole);
}

}  // namespace trawl::json::detail
