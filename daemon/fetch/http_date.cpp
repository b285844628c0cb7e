#include "fetch/http_date.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace trawl::fetch {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<std::string_view, 7> weekdays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                   "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Parts {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
};

// Takes a text apart from its front. The first thing that is not there spoils all that follows.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool at_end() const { return good_ && rest_.empty(); }

  bool skip(std::string_view wanted) {
    good_ = good_ && rest_.starts_with(wanted);
    if (good_) rest_.remove_prefix(wanted.size());
    return good_;
  }

  int digits(std::size_t count) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      good_ = good_ && !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9';
      if (!good_) return 0;
      value = value * 10 + (rest_[0] - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }

  // asctime puts a space where a day has no first digit.
  int space_padded_day() { return skip_if(' ') ? digits(1) : digits(2); }

  int month() {
    for (std::size_t i = 0; i < months.size(); ++i)
      if (rest_.starts_with(months[i]) && skip(months[i])) return static_cast<int>(i) + 1;
    good_ = false;
    return 0;
  }

  void time_of_day(Parts& into) {
    into.hour = digits(2), skip(":");
    into.minute = digits(2), skip(":");
    into.second = digits(2);
  }

 private:
  bool skip_if(char wanted) {
    const bool there = good_ && !rest_.empty() && rest_[0] == wanted;
    if (there) rest_.remove_prefix(1);
    return there;
  }

  std::string_view rest_;
  bool good_ = true;
};

std::optional<Time> instant(const Parts& parts) {
  using namespace std::chrono;
  const year_month_day date{year{parts.year}, month{static_cast<unsigned>(parts.month)},
                            day{static_cast<unsigned>(parts.day)}};
  if (!date.ok() || parts.hour > 23 || parts.minute > 59 || parts.second > 60) return std::nullopt;
  return sys_days{date} + hours{parts.hour} + minutes{parts.minute} + seconds{parts.second};
}

std::optional<Time> fixdate(Reader reader) {
  Parts parts;
  parts.day = reader.digits(2), reader.skip(" ");
  parts.month = reader.month(), reader.skip(" ");
  parts.year = reader.digits(4), reader.skip(" ");
  reader.time_of_day(parts);
  reader.skip(" GMT");
  return reader.at_end() ? instant(parts) : std::nullopt;
}

std::optional<Time> asctime(Reader reader) {
  Parts parts;
  parts.month = reader.month(), reader.skip(" ");
  parts.day = reader.space_padded_day(), reader.skip(" ");
  reader.time_of_day(parts);
  reader.skip(" ");
  parts.year = reader.digits(4);
  return reader.at_end() ? instant(parts) : std::nullopt;
}

Time fifty_years_after(Time now) {
  const auto today = std::chrono::floor<days>(now);
  const std::chrono::year_month_day date{today};
  return std::chrono::sys_days{date + std::chrono::years{50}} + (now - today);
}

std::optional<Time> rfc850(Reader reader, Time now) {
  Parts parts;
  parts.day = reader.digits(2), reader.skip("-");
  parts.month = reader.month(), reader.skip("-");
  const int two_digits = reader.digits(2);
  reader.skip(" "), reader.time_of_day(parts), reader.skip(" GMT");
  if (!reader.at_end()) return std::nullopt;

  const Time latest = fifty_years_after(now);
  const int last_year =
      static_cast<int>(std::chrono::year_month_day{std::chrono::floor<days>(latest)}.year());
  parts.year = last_year - (last_year - two_digits) % 100;
  // The 29th of February may not exist in that year; then the text names no day at all.
  const auto read = instant(parts);
  if (!read || *read <= latest) return read;
  parts.year -= 100;
  return instant(parts);
}

}  // namespace

std::optional<Time> parse_http_date(std::string_view text, Time now) {
  for (const std::string_view weekday : weekdays) {
    const std::string_view brief = weekday.substr(0, 3);
    if (!text.starts_with(brief)) continue;
    if (Reader reader(text); reader.skip(weekday) && reader.skip(", ")) return rfc850(reader, now);
    if (Reader reader(text); reader.skip(brief) && reader.skip(", ")) return fixdate(reader);
    if (Reader reader(text); reader.skip(brief) && reader.skip(" ")) return asctime(reader);
  }
  return std::nullopt;
}

}  // namespace trawl::fetch
