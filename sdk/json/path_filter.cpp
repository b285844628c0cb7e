// Filters: conditions, comparisons and functions.
#include "code_point.hpp"
#include "compare.hpp"
#include "path_evaluation.hpp"

namespace trawl::json::detail {
namespace {

constexpr std::size_t bytes_per_step = 32;  // that are counted in the time of one step, roughly

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) at += code_point(text, at).size;
  return count;
}

}  // namespace

bool Evaluation::holds(const Condition& condition, const json::value& current) {
  look();
  if (const auto* all = std::get_if<AllOf>(&condition.is)) {
    for (const Condition& part : all->parts) {
      if (!holds(part, current)) return false;
    }
    return true;
  }
  if (const auto* any = std::get_if<AnyOf>(&condition.is)) {
    for (const Condition& part : any->parts) {
      if (holds(part, current)) return true;
    }
    return false;
  }
  if (const auto* negation = std::get_if<Not>(&condition.is)) return !holds(*negation->part, current);
  if (const auto* comparison = std::get_if<Comparison>(&condition.is)) return compare(*comparison, current);
  if (const auto* query = std::get_if<Query>(&condition.is)) return !inner(*query, current).empty();
  return matches(std::get<Call>(condition.is), current);
}

// Queries in filters start at the value that is filtered, or at the root; nobody asks for their places. What
// is found from the root is the same for every value, and looked for once.
std::vector<Node> Evaluation::inner(const Query& query, const json::value& current) {
  if (!query.from_root) return inner_from(query, current);
  auto known = from_root_.find(&query);
  if (known == from_root_.end()) known = from_root_.emplace(&query, inner_from(query, root_)).first;
  look(known->second.size() / names_per_step);
  return known->second;
}

std::vector<Node> Evaluation::inner_from(const Query& query, const json::value& start) {
  const bool kept = std::exchange(keep_places_, false);
  auto out = nodes(query, Node{&start}, query.segments.size());
  keep_places_ = kept;
  return out;
}

bool Evaluation::compare(const Comparison& comparison, const json::value& current) {
  const Datum left = worth(comparison.left, current), right = worth(comparison.right, current);
  return compare(comparison.relation, left.get(), right.get());
}

// Nothing equals nothing, and is neither less nor greater than anything.
bool Evaluation::compare(Relation relation, const json::value* left, const json::value* right) {
  const auto same = [&] { return left && right ? equal(*left, *right, [this] { look(); }) : left == right; };
  const auto below = [](const json::value* a, const json::value* b) { return a && b && less(*a, *b); };
  switch (relation) {
    case Relation::equal:
      return same();
    case Relation::unequal:
      return !same();
    case Relation::less:
      return below(left, right);
    case Relation::at_most:
      return below(left, right) || same();
    case Relation::greater:
      return below(right, left);
    case Relation::at_least:
      return below(right, left) || same();
  }
  return false;
}

Evaluation::Datum Evaluation::worth(const Operand& operand, const json::value& current) {
  if (const auto* literal = std::get_if<json::value>(&operand.is)) return Datum(literal);
  if (const auto* call = std::get_if<Call>(&operand.is)) return worth(*call, current);
  const auto found = inner(std::get<Query>(operand.is), current);
  return found.size() == 1 ? Datum(found[0].value) : Datum();
}

Evaluation::Datum Evaluation::worth(const Call& call, const json::value& current) {
  if (call.function == Function::length) {
    const Datum argument = worth(call.arguments[0], current);
    const json::value* of = argument.get();
    if (of && of->as_string()) {
      look(of->as_string()->size() / bytes_per_step);
      return Datum(characters(*of->as_string()));
    }
    if (of && of->as_array()) return Datum(of->as_array()->size());
    if (of && of->as_object()) return Datum(of->as_object()->size());
    return {};
  }
  const auto found = inner(std::get<Query>(call.arguments[0].is), current);
  if (call.function == Function::count) return Datum(found.size());
  return found.size() == 1 ? Datum(found[0].value) : Datum();
}

bool Evaluation::matches(const Call& call, const json::value& current) {
  const Datum text = worth(call.arguments[0], current), pattern = worth(call.arguments[1], current);
  const auto string_of = [](const Datum& datum) { return datum.get() ? datum.get()->as_string() : nullptr; };
  const std::string *subject = string_of(text), *expression = string_of(pattern);
  if (!subject || !expression) return false;
  const Regexp* regexp = call.regexp ? call.regexp.get() : dynamic_regexp(*expression);
  if (!regexp) return false;
  look(subject->size() * (regexp->steps() + 1) / 32);
  return call.function == Function::match ? regexp->matches(*subject) : regexp->contains(*subject);
}

// Null when the expression is none. It is usually the same for all values that are filtered.
const Regexp* Evaluation::dynamic_regexp(const std::string& expression) {
  if (!last_regexp_ || last_expression_ != expression) {
    look(expression.size());
    last_regexp_.reset();
    try {
      last_regexp_.emplace(expression);
      last_expression_ = expression;
    } catch (const syntax_error&) {
      return nullptr;
    }
  }
  return &*last_regexp_;
}

}  // namespace trawl::json::detail
