// trawl/jsonpath.hpp - JSONPath (RFC 9535) over trawl::json values. C++17; any thread; link trawl-sdk::json.
//
//   const trawl::json::path cheap("$.store.book[?@.price < 10].title");
//   for (const trawl::json::value* title : cheap.select(document)) use(*title->as_string());
//   for (const auto& found : cheap.locate(document)) log(found.location);  // $['store']['book'][0]['title']
//
// The whole standard: names, indexes, slices, wildcards, descendants, filters, and the functions length,
// count, match, search and value. Regular expressions are I-Regexp (RFC 9485), where "^" and "$" hold at the
// ends of the text; they run in time proportional to it.
#pragma once

#include <trawl/json.hpp>

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace trawl::json {

namespace detail {
struct Query;
}

// A query found or looked at more than it may. what() says which limit and how to ask for less.
class limit_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// How much one call may cost.
struct path_limits {
  std::size_t max_results = 1'000'000;  // of the query and of each of its segments
  std::size_t max_steps = 20'000'000;   // values looked at, those in filters too: about a second
};

// A compiled query: a plain value, cheap to copy. Queries have at most 10000 bytes and nest at most 32 deep.
class path {
 public:
  // Throws syntax_error. A regular expression that stands in the query is checked as well; one that comes
  // from the document and is none matches nothing.
  explicit path(std::string_view text);

  // What the query selects, in the order of RFC 9535; a value may come more than once. Pointers live as long
  // as the document. Throws limit_error.
  std::vector<const value*> select(const value& document, const path_limits& limits = {}) const;

  // The same with the places: normalized paths such as "$['a'][0]".
  struct match {
    const json::value* value;
    std::string location;
  };
  std::vector<match> locate(const value& document, const path_limits& limits = {}) const;

  // The longest beginning of the query that selects something, how much, and the first of it: what to show
  // when select() gives nothing.
  struct reach {
    std::string query;
    std::size_t matches;
    const json::value* value;
  };
  reach nearest(const value& document, const path_limits& limits = {}) const;

  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::shared_ptr<const detail::Query> query_;
};

}  // namespace trawl::json
