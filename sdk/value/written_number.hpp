// A number as it stands in a text, and the rules by which its separators are read. Any thread. Internal to
// trawl-sdk::value.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace trawl::detail {

struct WrittenNumber {
  bool negative = false;
  std::string digits;              // without separators
  std::string signs;               // the '.' and ',' in it, in order
  std::size_t last_sign_at = 0;    // digits before the last of them
  std::size_t begin = 0, end = 0;  // where it stands in the text, sign included
};

// The first number at or after `from`. With `spaced_fraction` a space may stand before two last digits, as in
// "119. 95". ".75" is a number when nothing leans on its point from the left.
std::optional<WrittenNumber> find_number(std::string_view utf8, std::size_t from,
                                         bool spaced_fraction = false);

// The sign that begins the fraction in this locale; 0 when there is no locale.
char decimal_sign(std::string_view locale);

// The number of digits before the fraction. `decimal` 0: the number itself decides. Of two different
// separators the last begins the fraction; one that repeats groups thousands; one that stands alone before
// exactly three digits groups them too, unless a zero or more than three digits stand before it.
std::size_t whole_digits(const WrittenNumber& number, char decimal);

// "-1049.95": no exponent, no leading zeros, the fraction as it was written.
std::string decimal_text(const WrittenNumber& number, std::size_t whole);

}  // namespace trawl::detail
