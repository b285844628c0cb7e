// A field's `match`: a regular expression over a text. Any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace trawl::fields {

// ECMAScript syntax without back-references, over characters and not bytes. Runs on a small stack, and never
// in exponential time, whatever the expression. One that begins with something like ".*" and does not match
// takes time with the square of the text, of which 100,000 characters are searched: the platform's time limit
// ends that.
class Pattern {
 public:
  explicit Pattern(std::string_view expression);  // throws std::invalid_argument that says what is wrong

  // The first group of the first match, or the whole match when there is no group.
  std::optional<std::string> find(std::string_view utf8) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace trawl::fields
