// The grammar of RFC 9535, one function for each of its rules that matters.
#include "path_parser.hpp"

#include "path_scanner.hpp"

namespace trawl::json::detail {
namespace {

constexpr int deepest = 32;  // filters, parentheses and functions inside each other

// What a function takes and gives: a value, or all nodes of a query. match and search give a truth.
struct Signature {
  std::string_view name;
  Function function;
  std::size_t arguments;
  bool takes_nodes, gives_truth;
};
constexpr Signature signatures[] = {{"length", Function::length, 1, false, false},
                                    {"count", Function::count, 1, true, false},
                                    {"match", Function::match, 2, false, true},
                                    {"search", Function::search, 2, false, true},
                                    {"value", Function::value, 1, true, false}};

bool gives_truth(const Call& call) {
  return call.function == Function::match || call.function == Function::search;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : in_(text) {}

  Query parse() {
    if (!in_.take("$")) in_.fail("a query begins with '$'");
    Query query{true, segments()};
    if (in_.done()) return query;
    const std::size_t rest = in_.at();
    in_.skip_blanks();
    if (in_.done()) in_.fail_at(rest, "nothing follows the query, not even a blank");
    in_.fail("'.' or '[' is expected");
  }

 private:
  // Holds as long as something nested is read.
  class Deeper {
   public:
    explicit Deeper(Parser& parser) : depth_(parser.depth_) {
      if (++depth_ > deepest) parser.in_.fail("it nests deeper than 32 levels");
    }
    ~Deeper() { --depth_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;

   private:
    int& depth_;
  };

  // --- segments and selectors ---

  std::vector<Segment> segments() {
    std::vector<Segment> out;
    for (;;) {
      const std::size_t before = in_.at();
      in_.skip_blanks();
      if (in_.peek() != '.' && in_.peek() != '[') return in_.back_to(before), out;
      out.push_back(segment());
    }
  }

  Segment segment() {
    Segment out;
    out.descendant = in_.take("..");
    if (in_.peek() == '[') {
      out.selectors = bracketed();
    } else {
      if (!out.descendant) in_.take(".");
      if (in_.take("*")) {
        out.selectors = {Wildcard{}};
      } else {
        out.selectors = {Name{in_.member_name()}};
      }
    }
    out.end = in_.at();
    return out;
  }

  std::vector<Selector> bracketed() {
    std::vector<Selector> out;
    in_.take("[");
    do {
      in_.skip_blanks();
      out.push_back(selector());
      in_.skip_blanks();
    } while (in_.take(","));
    if (!in_.take("]")) in_.fail("',' or ']' is expected");
    return out;
  }

  Selector selector() {
    const char c = in_.peek();
    if (c == '"' || c == '\'') return Name{in_.string()};
    if (in_.take("*")) return Wildcard{};
    if (in_.take("?")) {
      const Deeper deeper(*this);
      in_.skip_blanks();
      return Filter{std::make_shared<Condition>(any_of())};
    }
    if (c == '-' || c == ':' || (c >= '0' && c <= '9')) return index_or_slice();
    if (c == '(') in_.fail("a filter is written ?(...); scripts are not part of JSONPath");
    in_.fail("a name in quotes, an index, a slice, '*' or a filter '?...' is expected");
  }

  Selector index_or_slice() {
    const auto number_or_none = [this]() -> std::optional<std::int64_t> {
      if (in_.peek() == ':' || in_.peek() == ',' || in_.peek() == ']') return std::nullopt;
      const std::int64_t number = in_.index();
      in_.skip_blanks();
      return number;
    };
    const std::size_t start = in_.at();
    const auto first = number_or_none();
    if (!in_.take(":")) {
      in_.back_to(start);
      return Index{in_.index()};
    }
    in_.skip_blanks();
    Slice slice{first, number_or_none(), 1};
    if (in_.take(":")) {
      in_.skip_blanks();
      slice.step = number_or_none().value_or(1);
    }
    return slice;
  }

  // --- conditions ---

  Condition any_of() {
    Condition first = all_of();
    if (!ahead("||")) return first;
    AnyOf out{{std::move(first)}};
    while (ahead("||")) out.parts.push_back(after_operator("||", &Parser::all_of));
    return {std::move(out)};
  }

  Condition all_of() {
    Condition first = basic();
    if (!ahead("&&")) return first;
    AllOf out{{std::move(first)}};
    while (ahead("&&")) out.parts.push_back(after_operator("&&", &Parser::basic));
    return {std::move(out)};
  }

  // Is the token next, after blanks? Blanks before it are skipped then.
  bool ahead(std::string_view token) {
    const std::size_t before = in_.at();
    in_.skip_blanks();
    const std::size_t start = in_.at();
    const bool found = in_.take(token);
    in_.back_to(found ? start : before);
    return found;
  }

  Condition after_operator(std::string_view token, Condition (Parser::*part)()) {
    in_.take(token);
    in_.skip_blanks();
    return (this->*part)();
  }

  Condition basic() {
    if (in_.take("!")) {
      in_.skip_blanks();
      if (in_.peek() == '!') in_.fail("'!' stands once");
      const std::size_t start = in_.at();
      Condition part = in_.peek() == '(' ? parenthesised() : test(operand(), start);
      return {Not{std::make_shared<Condition>(std::move(part))}};
    }
    if (in_.peek() == '(') return parenthesised();
    const std::size_t start = in_.at();
    Operand left = operand();
    const std::size_t after = in_.at();
    in_.skip_blanks();
    const auto relation = take_relation();
    if (!relation) return in_.back_to(after), test(std::move(left), start);
    need_value(left, start, "compared");
    in_.skip_blanks();
    const std::size_t right_start = in_.at();
    Operand right = operand();
    need_value(right, right_start, "compared");
    return {Comparison{*relation, std::move(left), std::move(right)}};
  }

  Condition parenthesised() {
    const Deeper deeper(*this);
    in_.take("(");
    in_.skip_blanks();
    Condition inside = any_of();
    in_.skip_blanks();
    if (!in_.take(")")) in_.fail("')' is expected");
    return inside;
  }

  Condition test(Operand operand, std::size_t start) {
    if (auto* query = std::get_if<Query>(&operand.is)) return {std::move(*query)};
    if (auto* call = std::get_if<Call>(&operand.is); call && gives_truth(*call)) return {std::move(*call)};
    const bool literal = std::holds_alternative<json::value>(operand.is);
    in_.fail_at(start,
                literal ? "a value alone is no condition" : "what this function gives must be compared");
  }

  std::optional<Relation> take_relation() {
    if (in_.take("==")) return Relation::equal;
    if (in_.take("!=")) return Relation::unequal;
    if (in_.take("<=")) return Relation::at_most;
    if (in_.take(">=")) return Relation::at_least;
    if (in_.take("<")) return Relation::less;
    if (in_.take(">")) return Relation::greater;
    if (in_.peek() == '=') in_.fail("'=' is written '=='");
    return std::nullopt;
  }

  // --- operands ---

  Operand operand() {
    const char c = in_.peek();
    if (in_.take("@")) return {Query{false, segments()}};
    if (in_.take("$")) return {Query{true, segments()}};
    if (c == '"' || c == '\'') return {json::value(in_.string())};
    if (c == '-' || (c >= '0' && c <= '9')) return {in_.number()};
    const std::size_t start = in_.at();
    const auto word = in_.identifier();
    if (!word) in_.fail("'@', '$', a value or a function is expected");
    if (in_.peek() == '(') return {call(*word, start)};
    if (*word == "true" || *word == "false") return {json::value(*word == "true")};
    if (*word == "null") return {json::value()};
    in_.fail_at(start, "'" + *word + "' is no value; texts stand in quotes, members after '@.'");
  }

  Call call(const std::string& name, std::size_t start) {
    const Deeper deeper(*this);
    const Signature* found = nullptr;
    for (const Signature& each : signatures) {
      if (each.name == name) found = &each;
    }
    if (!found)
      in_.fail_at(start, "no function '" + name + "'; there are length, count, match, search and value");
    Call out{found->function, {}, nullptr};
    in_.take("(");
    in_.skip_blanks();
    while (in_.peek() != ')') {
      const std::size_t argument = in_.at();
      out.arguments.push_back(operand());
      if (found->takes_nodes && !std::holds_alternative<Query>(out.arguments.back().is)) {
        in_.fail_at(argument, name + "() takes a query");
      }
      if (!found->takes_nodes) need_value(out.arguments.back(), argument, "given to " + name + "()");
      if (out.arguments.size() == 2) out.regexp = literal_regexp(out.arguments.back(), argument);
      in_.skip_blanks();
      if (!in_.take(",")) break;
      in_.skip_blanks();
      if (in_.peek() == ')') in_.fail("an argument is expected after ','");
    }
    if (!in_.take(")")) in_.fail("',' or ')' is expected");
    if (out.arguments.size() != found->arguments) {
      in_.fail_at(start, name + "() takes " + (found->arguments == 1 ? "one argument" : "two arguments"));
    }
    return out;
  }

  std::shared_ptr<const Regexp> literal_regexp(const Operand& operand, std::size_t start) {
    const auto* literal = std::get_if<json::value>(&operand.is);
    if (!literal || !literal->as_string()) return nullptr;
    try {
      return std::make_shared<Regexp>(*literal->as_string());
    } catch (const syntax_error& error) {
      in_.fail_at(start, error.what());
    }
  }

  void need_value(const Operand& operand, std::size_t start, const std::string& use) {
    const auto* query = std::get_if<Query>(&operand.is);
    if (query && !query->singular()) in_.fail_at(start, "a query that may select several is not " + use);
    const auto* call = std::get_if<Call>(&operand.is);
    if (call && gives_truth(*call)) in_.fail_at(start, "a truth is not " + use);
  }

  PathScanner in_;
  int depth_ = 0;
};

}  // namespace

bool Query::singular() const {
  for (const Segment& segment : segments) {
    const bool one = !segment.descendant && segment.selectors.size() == 1 &&
                     (std::holds_alternative<Name>(segment.selectors[0]) ||
                      std::holds_alternative<Index>(segment.selectors[0]));
    if (!one) return false;
  }
  return true;
}

Query parse_path(std::string_view text) {
  return Parser(text).parse();
}

}  // namespace trawl::json::detail
