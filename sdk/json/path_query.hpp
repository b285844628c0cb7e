// A JSONPath query, understood. Plain data, made by path_parser and read by path_evaluation.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <trawl/json.hpp>
#include <variant>
#include <vector>

#include "regexp.hpp"

namespace trawl::json::detail {

struct Condition;

struct Name {
  std::string name;
};
struct Wildcard {};
struct Index {
  std::int64_t index;  // negative: from the end
};
struct Slice {
  std::optional<std::int64_t> start, end;
  std::int64_t step = 1;
};
struct Filter {
  std::shared_ptr<const Condition> condition;
};
using Selector = std::variant<Name, Wildcard, Index, Slice, Filter>;

struct Segment {
  bool descendant = false;
  std::vector<Selector> selectors;
  std::size_t end = 0;  // of the segment, in bytes of the query's text
};

struct Query {
  bool from_root = true;  // "$", or "@" in a filter
  std::vector<Segment> segments;

  bool singular() const;  // selects one value at most, whatever the document
};

enum class Function { length, count, match, search, value };

struct Operand;
struct Call {
  Function function;
  std::vector<Operand> arguments;
  std::shared_ptr<const Regexp> regexp;  // of match and search, when it stands in the query
};
struct Operand {
  std::variant<json::value, Query, Call> is;
};

enum class Relation { equal, unequal, less, at_most, greater, at_least };
struct Comparison {
  Relation relation;
  Operand left, right;
};

struct AllOf {
  std::vector<Condition> parts;
};
struct AnyOf {
  std::vector<Condition> parts;
};
struct Not {
  std::shared_ptr<const Condition> part;
};

// A query alone asks whether it selects anything; of the functions, match and search stand alone.
struct Condition {
  std::variant<AllOf, AnyOf, Not, Comparison, Query, Call> is;
};

}  // namespace trawl::json::detail
