// The lines of a robots.txt file, each taken apart into a key and a value, as leniently as the crawlers do
// that sites write their files for. Any bytes are a robots.txt. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace trawl::robots {

inline constexpr std::size_t max_file = 500 << 10;     // bytes; what follows the last whole line is not read
inline constexpr std::size_t max_line = 2083 * 8 - 1;  // bytes of a line that count; the rest is cut off

struct Line {
  int number = 0;          // from 1; empty lines and comments count
  std::string_view text;   // without comment and white space around it
  std::string_view key;    // never empty
  std::string_view value;  // without white space around it; may be empty
};

class LineReader {
 public:
  // Skips a byte order mark, also one whose end is missing. `bytes` must outlive the reader and its lines.
  explicit LineReader(std::string_view bytes);

  // The next line that has a key: `key: value`, or `key value` when there are exactly these two words,
  // because people forget the colon.
  std::optional<Line> next();

 private:
  std::string_view take_line();

  std::string_view rest_;
  bool ended_ = false;
  bool after_return_ = false;  // the line before ended with CR, so that a LF next belongs to it
  int number_ = 0;
};

}  // namespace trawl::robots
