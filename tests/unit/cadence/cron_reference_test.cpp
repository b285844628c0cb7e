// next_after against a reference that is too slow to be wrong: it looks at every minute of two months
// and applies the rules of cadence.hpp to each by their wording.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <random>
#include <set>

#include "tests/unit/cadence/shorthand.hpp"

namespace trawl::model {
namespace {

using namespace std::chrono_literals;
using std::chrono::minutes;

using Values = std::set<unsigned>;

// Minute, hour, day of month, month, day of week.
struct Fields {
  std::array<Values, 5> values;

  std::string text() const {
    std::string out;
    for (const Values& field : values) {
      if (!out.empty()) out += ' ';
      for (const unsigned value : field) out += (value == *field.begin() ? "" : ",") + std::to_string(value);
    }
    return out;
  }

  bool continuous() const { return values[1].size() == 24; }

  bool match(WallMinute wall) const {
    const auto day = std::chrono::floor<std::chrono::days>(wall);
    const std::chrono::year_month_day date(day);
    const auto time = static_cast<unsigned>((wall - day).count());
    const bool listed_day = values[2].contains(unsigned(date.day()));
    const bool listed_weekday = values[4].contains(std::chrono::weekday(day).c_encoding());
    const bool both = values[2].size() == 31 || values[4].size() == 7;
    return values[0].contains(time % 60) && values[1].contains(time / 60) &&
           values[3].contains(unsigned(date.month())) &&
           (both ? listed_day && listed_weekday : listed_day || listed_weekday);
  }
};

class SlowReference {
 public:
  SlowReference(const Fields& fields, const Zone& zone) : fields_(fields), zone_(zone) {}

  bool due(Time time) const {
    if (fields_.match(wall(time)) && (fields_.continuous() || !shown_before(time))) return true;
    return !fields_.continuous() && match_in_gap_before(time) && !match_within_the_hour(time);
  }

 private:
  WallMinute wall(Time time) const {
    return WallMinute(std::chrono::floor<minutes>(time.time_since_epoch() + zone_.span_at(time).offset));
  }

  bool shown_before(Time time) const {
    for (minutes back = 1min; back <= 3h; ++back)
      if (wall(time - back) == wall(time)) return true;
    return false;
  }

  bool match_in_gap_before(Time time) const {
    for (WallMinute skipped = wall(time - 1min) + 1min; skipped < wall(time); skipped += 1min)
      if (fields_.match(skipped)) return true;
    return false;
  }

  bool match_within_the_hour(Time time) const {
    for (minutes later = 0min; later < 1h; ++later)
      if (fields_.match(wall(time + later))) return true;
    return false;
  }

  const Fields& fields_;
  const Zone& zone_;
};

class RandomFields {
 public:
  Fields operator()() {
    return Fields{{some_of(0, 59), some_of(0, 23), some_of(1, 31), some_of(1, 12, 2), some_of(0, 6)}};
  }

 private:
  // All values, or a handful of them; small hours are favoured, for that is where clocks change.
  Values some_of(unsigned low, unsigned high, unsigned all_of_n = 3) {
    Values values;
    if (random_() % all_of_n == 0) {
      for (unsigned value = low; value <= high; ++value) values.insert(value);
      return values;
    }
    for (auto count = 1 + random_() % 5; count > 0; --count) {
      const unsigned top = random_() % 2 == 0 ? std::min(high, low + 4) : high;
      values.insert(low + random_() % (top - low + 1));
    }
    return values;
  }

  std::mt19937 random_{20261123};
};

void compare(const Fields& fields, const Zone& zone, Time from, Time until) {
  const auto parsed = CronExpression::parse(fields.text());
  if (!parsed) return;  // a date that never comes
  const Cron cron{{*parsed}, zone};
  const SlowReference reference(fields, zone);
  auto next = next_after(cron, from);
  for (Time time = from + 1min; time < until; time += 1min) {
    const bool due = next == time;
    ASSERT_EQ(due, reference.due(time)) << fields.text() << " in " << zone.name() << " at " << rfc3339(time);
    if (due) next = next_after(cron, time);
  }
}

struct Stretch {
  const char *zone, *from, *until;
};

TEST(CronReference, AgreesMinuteByMinuteWithTheSlowOne) {
  RandomFields random;
  for (const Stretch& s : {Stretch{"America/New_York", "2027-03-01T00:00:00Z", "2027-03-20T00:00:00Z"},
                           Stretch{"Europe/Berlin", "2026-10-10T00:00:00Z", "2026-11-10T00:00:00Z"},
                           Stretch{"Australia/Lord_Howe", "2026-09-25T00:00:00Z", "2026-10-10T00:00:00Z"},
                           Stretch{"Australia/Lord_Howe", "2027-03-28T00:00:00Z", "2027-04-10T00:00:00Z"},
                           Stretch{"UTC", "2028-02-20T00:00:00Z", "2028-03-05T00:00:00Z"}}) {
    const Zone zone = Zone::find(s.zone).value();
    for (int i = 0; i < 8; ++i) compare(random(), zone, at(s.from), at(s.until));
  }
}

}  // namespace
}  // namespace trawl::model
