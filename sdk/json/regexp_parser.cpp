// From an I-Regexp to its program.
#include <unicode/uchar.h>

#include <optional>
#include <string>
#include <trawl/json.hpp>

#include "code_point.hpp"
#include "column.hpp"
#include "regexp.hpp"

namespace trawl::json::detail {
namespace {

constexpr std::size_t longest_expression = 1000, most_steps = 5000, deepest = 50;
constexpr int most_repeats = 1000;

using Code = std::vector<Instruction>;
using Op = Instruction::Op;

constexpr std::pair<std::string_view, std::uint32_t> categories[] = {
    {"L", U_GC_L_MASK},   {"Lu", U_GC_LU_MASK}, {"Ll", U_GC_LL_MASK}, {"Lt", U_GC_LT_MASK},
    {"Lm", U_GC_LM_MASK}, {"Lo", U_GC_LO_MASK}, {"M", U_GC_M_MASK},   {"Mn", U_GC_MN_MASK},
    {"Mc", U_GC_MC_MASK}, {"Me", U_GC_ME_MASK}, {"N", U_GC_N_MASK},   {"Nd", U_GC_ND_MASK},
    {"Nl", U_GC_NL_MASK}, {"No", U_GC_NO_MASK}, {"P", U_GC_P_MASK},   {"Pc", U_GC_PC_MASK},
    {"Pd", U_GC_PD_MASK}, {"Ps", U_GC_PS_MASK}, {"Pe", U_GC_PE_MASK}, {"Pi", U_GC_PI_MASK},
    {"Pf", U_GC_PF_MASK}, {"Po", U_GC_PO_MASK}, {"Z", U_GC_Z_MASK},   {"Zs", U_GC_ZS_MASK},
    {"Zl", U_GC_ZL_MASK}, {"Zp", U_GC_ZP_MASK}, {"S", U_GC_S_MASK},   {"Sm", U_GC_SM_MASK},
    {"Sc", U_GC_SC_MASK}, {"Sk", U_GC_SK_MASK}, {"So", U_GC_SO_MASK}, {"C", U_GC_C_MASK},
    {"Cc", U_GC_CC_MASK}, {"Cf", U_GC_CF_MASK}, {"Cn", U_GC_CN_MASK}, {"Co", U_GC_CO_MASK}};

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Program parse() {
    if (text_.size() > longest_expression) fail("it is longer than 1000 bytes");
    program_.code = alternatives();
    if (!done()) fail("')' without '('");
    return std::move(program_);
  }

 private:
  // --- structure ---

  Code alternatives() {
    Code code = branch();
    while (take('|')) {
      const Code other = branch();
      Code both{{Op::fork, 1, distance(code.size() + 2)}};
      append(both, code);
      both.push_back({Op::jump, distance(other.size() + 1)});
      append(both, other);
      code = std::move(both);
    }
    return code;
  }

  Code branch() {
    Code code;
    while (!done() && peek() != '|' && peek() != ')') append(code, piece());
    return code;
  }

  Code piece() {
    const Code code = atom();
    if (take('*')) return repeated(code, 0, std::nullopt);
    if (take('+')) return repeated(code, 1, std::nullopt);
    if (take('?')) return repeated(code, 0, 1);
    if (!take('{')) return code;
    const int least = number();
    std::optional<int> most = least;
    if (take(',')) most = peek() == '}' ? std::nullopt : std::optional(number());
    if (!take('}')) fail("'{' begins a number of repeats such as {2}, {2,} or {2,5}");
    if (most && *most < least) fail("the second number of repeats is below the first");
    return repeated(code, least, most);
  }

  Code repeated(const Code& code, int least, std::optional<int> most) {
    Code out;
    for (int i = 0; i < least; ++i) append(out, code);
    if (!most) {  // a loop
      append(out, {{Op::fork, 1, distance(code.size() + 2)}});
      append(out, code);
      append(out, {{Op::jump, -distance(code.size() + 1)}});
      return out;
    }
    for (int i = least; i < *most; ++i) {  // each may be the last: forks to the end
      append(out, {{Op::fork, 1, distance((code.size() + 1) * static_cast<std::size_t>(*most - i))}});
      append(out, code);
    }
    return out;
  }

  Code atom() {
    const char c = peek();
    if (take('(')) {
      if (++depth_ > deepest) fail("it nests deeper than 50 groups");
      Code code = alternatives();
      if (!take(')')) fail("'(' has no ')'");
      --depth_;
      return code;
    }
    if (c == '*' || c == '+' || c == '?' || c == '{') fail(std::string("nothing stands before '") + c + "'");
    if (c == ']' || c == '}') fail(std::string("'") + c + "' is written '\\" + c + "'");
    if (take('^')) return {{Op::at_begin}};
    if (take('$')) return {{Op::at_end}};
    CharSet set;
    if (take('.')) {
      set.ranges = {{'\n', '\n'}, {'\r', '\r'}};
      set.negated = true;
    } else if (take('[')) {
      set = bracketed();
    } else if (c == '\\') {
      escape(set);
    } else {
      const char32_t one = next();
      set.ranges = {{one, one}};
    }
    program_.sets.push_back(std::move(set));
    return {{Op::one_of, 1, 1, program_.sets.size() - 1}};
  }

  // --- sets of characters ---

  CharSet bracketed() {
    CharSet set;
    set.negated = take('^');
    if (take('-')) set.ranges.push_back({'-', '-'});
    while (!take(']')) {
      if (done()) fail("'[' has no ']'");
      if (take('-')) {
        if (peek() != ']') fail("'-' stands between two characters, or first or last in '[...]'");
        set.ranges.push_back({'-', '-'});
      } else {
        member(set);
      }
    }
    if (set.ranges.empty() && set.categories.empty()) fail("'[]' holds no character");
    return set;
  }

  // A character, a range or a category.
  void member(CharSet& set) {
    if (peek() == '[') fail("'[' is written '\\['");
    const auto low = character(set);
    if (!low) return;
    const std::size_t dash = at_;
    if (!take('-') || peek() == ']') {
      at_ = dash;
      set.ranges.push_back({*low, *low});
      return;
    }
    if (peek() == '[' || done()) fail("a range ends with a character");
    CharSet no_categories;
    const auto high = character(no_categories);
    if (!high) fail("a range ends with a character");
    if (*high < *low) fail("the range runs backwards");
    set.ranges.push_back({*low, *high});
  }

  // Nothing when a category was put into the set.
  std::optional<char32_t> character(CharSet& set) {
    if (peek() != '\\') return next();
    const std::size_t before = set.ranges.size();
    escape(set);
    if (set.ranges.size() == before) return std::nullopt;
    const char32_t c = set.ranges.back().first;
    set.ranges.pop_back();
    return c;
  }

  void escape(CharSet& set) {
    const std::size_t start = at_++;
    const char c = peek();
    if (c == 'p' || c == 'P') return category(set);
    static constexpr std::string_view itself = "()*+-.?[\\]^{|}";
    const auto control = c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : '\0';
    if (done() || (!control && itself.find(c) == std::string_view::npos)) {
      at_ = start;
      if (c == 'd') fail("I-Regexp has no '\\d'; write [0-9]");
      if (c == 'w') fail("I-Regexp has no '\\w'; write [0-9A-Za-z_]");
      if (c == 's') fail("I-Regexp has no '\\s'; write [ \\n\\r\\t]");
      fail("'\\' stands before one of ()*+-.?[]\\^{|}, n, r, t, p{...} and P{...}");
    }
    ++at_;
    const char32_t one = control ? static_cast<char32_t>(control) : static_cast<char32_t>(c);
    set.ranges.push_back({one, one});
  }

  void category(CharSet& set) {
    const bool complement = text_[at_++] == 'P';
    const std::size_t close = text_.find('}', at_);
    if (!take('{') || close == std::string_view::npos) fail("'\\p' needs a category such as \\p{Lu}");
    const std::string_view name = text_.substr(at_, close - at_);
    for (const auto& [each, mask] : categories) {
      if (each != name) continue;
      set.categories.push_back({mask, complement});
      at_ = close + 1;
      return;
    }
    fail("'" + std::string(name) + "' is no general category of Unicode");
  }

  // --- text ---

  int number() {
    const std::size_t start = at_;
    int value = 0;
    while (!done() && peek() >= '0' && peek() <= '9') {
      value = value * 10 + (text_[at_++] - '0');
      if (value > most_repeats) fail("more than 1000 repeats");
    }
    if (at_ == start) fail("a number of repeats is expected");
    return value;
  }

  void append(Code& out, const Code& more) const {
    if (out.size() + more.size() > most_steps) fail("its repeats make it longer than 5000 steps");
    out.insert(out.end(), more.begin(), more.end());
  }

  static int distance(std::size_t steps) { return static_cast<int>(steps); }

  bool done() const { return at_ == text_.size(); }
  char peek() const { return done() ? '\0' : text_[at_]; }
  bool take(char c) {
    if (done() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  char32_t next() {
    const CodePoint one = code_point(text_, at_);
    at_ += one.size;
    return one.c;
  }

  [[noreturn]] void fail(const std::string& why) const {
    throw syntax_error("regular expression", text_, column_at(text_, at_), why);
  }

  const std::string_view text_;
  std::size_t at_ = 0, depth_ = 0;
  Program program_;
};

}  // namespace

Program parse_regexp(std::string_view expression) {
  return Parser(expression).parse();
}

}  // namespace trawl::json::detail
