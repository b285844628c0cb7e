// Where something stands in a document: a JSON Pointer or a JSONPath, told apart by their first character.
// Any thread.
#pragma once

#include <string>
#include <string_view>
#include <trawl/jsonpath.hpp>
#include <variant>
#include <vector>

namespace trawl::json_plugin {

class Locator {
 public:
  // "" and what begins with "/" is a pointer, what begins with "$" a path. Throws std::invalid_argument that
  // names the column.
  explicit Locator(std::string_view text);

  // What is there, in order: of a pointer one value at most. Paths that cost too much throw
  // json::limit_error.
  std::vector<const json::value*> all(const json::value& document) const;
  const json::value* first(const json::value& document) const;  // null when nothing is there

  bool is_pointer() const { return std::holds_alternative<json::pointer>(where_); }
  const std::string& text() const;

  // For when nothing is there: how far the document leads, and what stands there. "'/data/jobs' is not there;
  // '/data' is an object with the members 'items' and 'total'".
  std::string explain_absence(const json::value& document) const;

  // Is it the document's shape that is to blame when nothing is there? Filters and wildcards find nothing in
  // the best of documents; a name that is missing is another thing.
  bool misses_a_name(const json::value& document) const;

 private:
  std::variant<json::pointer, json::path> where_;
};

// "an object with the members 'a' and 'b'", "a list of 3", "a text".
std::string describe(const json::value& value);

// `text` as it stands when it is short, else its beginning; never half of a character.
std::string beginning(std::string_view text, std::size_t most);

}  // namespace trawl::json_plugin
