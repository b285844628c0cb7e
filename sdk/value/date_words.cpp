// Dates that name their month: RFC 822 and its kin, asctime, and what people write.
#include <algorithm>
#include <vector>

#include "../ascii.hpp"
#include "date_forms.hpp"
#include "time_of_day.hpp"

namespace trawl::detail {
namespace {

using ascii::is_alpha;
using ascii::is_digit;

// Words and numbers of a text; everything else only keeps them apart.
struct Token {
  std::size_t begin = 0, end = 0;
  bool is_number = false;
  int value = 0;     // of a number of up to four digits, else -1
  int month = 0;     // of a word
  std::string word;  // in small letters
};

// The small letter of a character of two bytes: Latin with accents, and Cyrillic.
std::string lower_pair(char lead, char trail) {
  const auto first = static_cast<unsigned char>(lead), second = static_cast<unsigned char>(trail);
  const unsigned code = (first & 0x1Fu) << 6 | (second & 0x3Fu);
  unsigned lower = code;
  if ((code >= 0xC0 && code <= 0xDE && code != 0xD7) || (code >= 0x410 && code <= 0x42F)) lower = code + 32;
  if (code >= 0x400 && code <= 0x40F) lower = code + 80;
  if (code >= 0x100 && code <= 0x137) lower = code | 1;
  if (code >= 0x139 && code <= 0x148) lower = code + (code & 1);
  if (code >= 0x14A && code <= 0x177) lower = code | 1;
  if (code >= 0x179 && code <= 0x17E) lower = code + (code & 1);
  return {static_cast<char>(0xC0 | lower >> 6), static_cast<char>(0x80 | (lower & 0x3F))};
}

bool is_pair(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  return lead >= 0xC3 && lead <= 0xDF && at + 1 < text.size();
}

Token take_token(std::string_view text, std::size_t at) {
  Token token;
  token.begin = at;
  token.is_number = is_digit(text[at]);
  if (token.is_number) {
    while (at < text.size() && is_digit(text[at])) ++at;
    std::size_t from = token.begin;
    token.value = at - token.begin <= 4 ? take_number(text, from, 1, 4).value_or(-1) : -1;
  } else {
    while (at < text.size() && (is_alpha(text[at]) || is_pair(text, at))) {
      if (is_alpha(text[at]))
        token.word += ascii::lower(text[at++]);
      else
        token.word += lower_pair(text[at], text[at + 1]), at += 2;
    }
    token.month = month_of(token.word);
  }
  token.end = at;
  return token;
}

constexpr std::size_t max_tokens = 2000;  // a date stands near the start of its text

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> out;
  for (std::size_t at = 0; at < text.size() && out.size() < max_tokens;) {
    if (!is_digit(text[at]) && !is_alpha(text[at]) && !is_pair(text, at)) {
      ++at;
      continue;
    }
    out.push_back(take_token(text, at));
    at = out.back().end;
  }
  return out;
}

// Words that may stand between the parts of a date: "5 de marzo de 2021", "March 5th", "1er mars", "5. des".
bool is_filler(const Token& token) {
  for (const char* word :
       {"de", "del", "of", "the", "st", "nd", "rd", "th", "er", "º", "den", "do", "r", "di"}) {
    if (token.word == word) return true;
  }
  return false;
}

class WordedDate {
 public:
  WordedDate(std::string_view text, const std::vector<Token>& tokens) : text_(text), tokens_(tokens) {}

  std::optional<date> read(std::size_t month_at) {
    month_at_ = month_at;
    const auto before = neighbour(month_at, -1);
    const auto after = neighbour(month_at, +1);
    if (before && is_year(*before) && after && is_day(*after)) return finish(*after, tokens_[*before].value);
    if (before && is_day(*before)) {
      if (after) return with_year(*before, *after);
      return std::nullopt;
    }
    if (!after || !is_day(*after)) return std::nullopt;
    const auto year = neighbour(*after, +1);
    return year ? with_year(*after, *year) : std::nullopt;
  }

 private:
  // The next number in that direction, behind fillers; nothing when another word comes first.
  std::optional<std::size_t> neighbour(std::size_t from, int step) const {
    for (std::size_t at = from + static_cast<std::size_t>(step); at < tokens_.size();
         at += static_cast<std::size_t>(step)) {
      if (tokens_[at].is_number) return at;
      if (!is_filler(tokens_[at])) return std::nullopt;
    }
    return std::nullopt;
  }

  std::size_t digits(std::size_t at) const { return tokens_[at].end - tokens_[at].begin; }
  bool is_day(std::size_t at) const {
    return digits(at) <= 2 && tokens_[at].value >= 1 && tokens_[at].value <= 31 && !is_clock(at);
  }
  bool is_year(std::size_t at) const { return digits(at) == 4; }
  // The hour of a time, or a part of one.
  bool is_clock(std::size_t at) const {
    const std::size_t end = tokens_[at].end, begin = tokens_[at].begin;
    return (end < text_.size() && text_[end] == ':') || (begin > 0 && text_[begin - 1] == ':');
  }

  // `next` is the number behind day and month: the year, or the time of "Thu Jan 1 19:48:21 2004".
  std::optional<date> with_year(std::size_t day, std::size_t next) const {
    if (is_clock(next)) {
      std::size_t at = tokens_[next].begin;
      auto time = take_time(text_, at, false);
      if (!time) return std::nullopt;
      for (std::size_t i = next; i < tokens_.size() && i < next + 6; ++i) {
        if (tokens_[i].begin < at || !is_year(i)) continue;
        return assemble(day_in(tokens_[i].value, day), time);
      }
      return std::nullopt;
    }
    if (is_year(next)) return finish(day, tokens_[next].value, next);
    if (digits(next) == 2) return finish(day, full_year(tokens_[next].value), next);
    return std::nullopt;
  }

  Day day_in(int year, std::size_t day) const { return {year, tokens_[month_at_].month, tokens_[day].value}; }

  std::optional<date> finish(std::size_t day, int year, std::size_t last = 0) const {
    return assemble(day_in(year, day), time_behind(std::max({day, month_at_, last})));
  }

  // The first time among the next tokens: "5 March 2021 at 14:30", "le 5 mars 2021 à 14h30".
  std::optional<TimeOfDay> time_behind(std::size_t last) const {
    for (std::size_t i = last + 1; i < tokens_.size() && i <= last + 4; ++i) {
      if (tokens_[i].month != 0) return std::nullopt;
      if (!tokens_[i].is_number) continue;
      std::size_t at = tokens_[i].begin;
      return take_time(text_, at, false);
    }
    return std::nullopt;
  }

  std::string_view text_;
  const std::vector<Token>& tokens_;
  std::size_t month_at_ = 0;
};

}  // namespace

std::optional<date> worded_date(std::string_view text) {
  const std::vector<Token> tokens = tokens_of(text);
  WordedDate reader(text, tokens);
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    if (tokens[at].month == 0) continue;
    if (auto found = reader.read(at)) return found;
  }
  return std::nullopt;
}

}  // namespace trawl::detail
