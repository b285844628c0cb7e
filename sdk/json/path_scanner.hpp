// Reads the pieces of JSONPath queries: blanks, names, strings, numbers. Keeps the column for errors.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <trawl/json.hpp>

namespace trawl::json::detail {

class PathScanner {
 public:
  // Throws syntax_error when the text is too long or not UTF-8, and so does every other call on what it
  // cannot read.
  explicit PathScanner(std::string_view text);

  std::size_t at() const { return at_; }
  void back_to(std::size_t at) { at_ = at; }
  bool done() const { return at_ == text_.size(); }
  char peek() const { return done() ? '\0' : text_[at_]; }
  bool take(std::string_view token);
  void skip_blanks();

  std::string member_name();                // after a dot: letters, digits, "_" and everything beyond ASCII
  std::optional<std::string> identifier();  // of functions and literals; nothing when there is none
  std::string string();                     // in single or double quotes
  std::int64_t index();                     // an integer that every implementation can hold
  json::value number();                     // as JSON has them

  [[noreturn]] void fail(const std::string& why) const { fail_at(at_, why); }
  [[noreturn]] void fail_at(std::size_t byte, const std::string& why) const;

 private:
  void escape(std::string& out, char quote);
  char32_t escaped_unit();
  bool digits();

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace trawl::json::detail
