// Reads the pieces of CSS selectors: names, strings, escapes, an+b. Keeps the column for errors.
// Internal to trawl-sdk::html.
#pragma once

#include <string>
#include <string_view>

namespace trawl::html::detail {

class CssScanner {
 public:
  explicit CssScanner(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ >= text_.size(); }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  std::size_t position() const { return at_; }

  bool take(char c);  // true when it stood there
  bool skip_space();  // white space and comments; true when there was any
  void expect(char c, std::string_view after);
  bool at_name() const;                     // a name starts here
  std::string name(std::string_view what);  // `what` is named in the error
  std::string hash_name();                  // after '#': may start with a digit
  std::string string();                     // quoted
  std::string raw_until(char close);        // unquoted argument, trimmed

  struct Nth {
    int a = 0, b = 0;
  };
  Nth nth();  // "odd", "2n + 1", "-n+3", "5"

  [[noreturn]] void fail(const std::string& why) const { fail_at(at_, why); }
  [[noreturn]] void fail_at(std::size_t position, const std::string& why) const;

 private:
  bool at_escape(std::size_t ahead = 0) const;
  bool at_name_char() const;
  void append_name_char(std::string& out);
  void append_escape(std::string& out);
  int digits();

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace trawl::html::detail
