// A plugin's configuration schema: the part of JSON Schema that describes configurations, checked
// against a YAML tree so that faults have lines. Immutable after parse(); any thread.
//
// Checked: type, enum, const, properties, patternProperties, additionalProperties, required,
// minProperties, items, minItems, maxItems, minimum, maximum, exclusiveMinimum, exclusiveMaximum,
// minLength, maxLength, pattern, anyOf, oneOf, allOf, and $ref to "#/$defs/NAME". Annotations (title,
// description, default, examples, format, $comment, x-...) are not rules.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "settings/fault.hpp"
#include "settings/tree.hpp"

namespace trawl::settings {

class Schema {
 public:
  // Refuses, with Code::invalid_params, text that is no JSON and keywords whose value makes no sense,
  // naming the place by JSON pointer.
  static Result<Schema> parse(std::string_view text);

  // Keywords of JSON Schema that this class does not check, sorted: a plugin that uses them is told so.
  const std::vector<std::string>& unsupported_keywords() const { return unsupported_; }

  // Reports what does not fit as "SUBJECT/pointer: message (description)".
  void check(const Node&, std::string_view subject, Faults&) const;

 private:
  explicit Schema(boost::json::value root) : root_(std::move(root)) {}

  boost::json::value root_;
  std::vector<std::string> unsupported_;
};

}  // namespace trawl::settings
