#include "robots/line_reader.hpp"

#include "robots/ascii.hpp"

namespace trawl::robots {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view blanks = " \t";

// A line that the limit cuts is left out whole: half of "Disallow: /private" forbids more than was meant,
// half of "Allow: /private" allows more.
std::string_view within_limit(std::string_view bytes) {
  if (bytes.size() <= max_file) return bytes;
  const auto end = bytes.find_last_of("\r\n", max_file - 1);
  return bytes.substr(0, end == std::string_view::npos ? 0 : end);
}

std::string_view without_mark(std::string_view bytes) {
  std::size_t same = 0;
  while (same < byte_order_mark.size() && same < bytes.size() && bytes[same] == byte_order_mark[same]) ++same;
  return bytes.substr(same);
}

// A NUL ends a line's meaning, as it does for crawlers that keep lines as C strings.
std::string_view meaning_of(std::string_view line) {
  line = line.substr(0, max_line);
  return trim(line.substr(0, line.find_first_of(std::string_view("\0#", 2))));
}

std::size_t separator_of(std::string_view text) {
  if (const auto colon = text.find(':'); colon != std::string_view::npos) return colon;
  const auto blank = text.find_first_of(blanks);
  if (blank == std::string_view::npos) return blank;
  const auto second_word = text.find_first_not_of(blanks, blank);
  const bool more_words = text.find_first_of(blanks, second_word) != std::string_view::npos;
  return more_words ? std::string_view::npos : blank;
}

}  // namespace

LineReader::LineReader(std::string_view bytes) : rest_(without_mark(within_limit(bytes))) {}

std::optional<Line> LineReader::next() {
  while (!ended_) {
    const std::string_view text = meaning_of(take_line());
    const auto separator = separator_of(text);
    if (separator == std::string_view::npos) continue;
    const std::string_view key = trim(text.substr(0, separator));
    if (!key.empty()) return Line{number_, text, key, trim(text.substr(separator + 1))};
  }
  return std::nullopt;
}

// CR, LF and CR LF end lines, in any mixture.
std::string_view LineReader::take_line() {
  if (after_return_ && rest_.starts_with('\n')) rest_.remove_prefix(1);
  ++number_;
  const auto end = rest_.find_first_of("\r\n");
  if (end == std::string_view::npos) {
    ended_ = true;
    return rest_;
  }
  const std::string_view line = rest_.substr(0, end);
  after_return_ = rest_[end] == '\r';
  rest_.remove_prefix(end + 1);
  return line;
}

}  // namespace trawl::robots
