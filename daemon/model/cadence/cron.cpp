#include "model/cadence/cron.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.hpp"

namespace trawl::model {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::local_days;

constexpr std::size_t longest_expression = 1024;  // every value of every field listed takes 360
constexpr std::string_view blanks = " \t";

struct Nickname {
  std::string_view name, meaning;
};
constexpr std::array nicknames{
    Nickname{"@yearly", "0 0 1 1 *"}, Nickname{"@annually", "0 0 1 1 *"}, Nickname{"@monthly", "0 0 1 * *"},
    Nickname{"@weekly", "0 0 * * 0"}, Nickname{"@daily", "0 0 * * *"},    Nickname{"@midnight", "0 0 * * *"},
    Nickname{"@hourly", "0 * * * *"},
};

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> words;
  for (auto start = text.find_first_not_of(blanks); start != std::string_view::npos;) {
    const auto end = std::min(text.find_first_of(blanks, start), text.size());
    words.push_back(text.substr(start, end - start));
    start = text.find_first_not_of(blanks, end);
  }
  return words;
}

std::unexpected<Error> refuse_cron(std::string_view expression, std::string_view field,
                                   const CronFault& fault) {
  const std::string whole = escape_controls(expression), text = escape_controls(fault.text);
  const std::string subject = field == "expression" ? std::string() : fmt::format(" {} '{}'", field, text);
  return refuse(Code::invalid_params, fmt::format("cron '{}':{} {}", whole, subject, fault.reason),
                fault.hint,
                {{"expression", whole}, {"field", field}, {"text", text}, {"reason", fault.reason}});
}

std::unexpected<Error> refuse_expression(std::string_view expression, std::string reason,
                                         std::string hint = {}) {
  return refuse_cron(expression, "expression",
                     CronFault{std::string(expression), std::move(reason), std::move(hint)});
}

// Nicknames are read in any case, as names are.
Result<std::string_view> expand_nickname(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  const auto known = std::ranges::find(nicknames, lower, &Nickname::name);
  if (known != nicknames.end()) return known->meaning;
  if (lower.starts_with("@every"))
    return refuse_expression(text, "is no time of the calendar",
                             "use the key every: with a duration such as 15m");
  std::vector<std::string> names;
  names.reserve(nicknames.size());
  for (const Nickname& nickname : nicknames) names.emplace_back(nickname.name);
  return refuse_expression(text, "is an unknown nickname" + did_you_mean(lower, names),
                           fmt::format("the nicknames are {}", join(names, " ")));
}

Result<std::vector<std::string_view>> split_fields(std::string_view text) {
  auto fields = split(text);
  if (fields.size() == 5) return fields;
  const bool more = fields.size() == 6 || fields.size() == 7;
  return refuse_expression(
      text, fmt::format("has {} field{}, not five", fields.size(), fields.size() == 1 ? "" : "s"),
      more
          ? "fields for seconds or years are not supported; write: minute hour day-of-month month day-of-week"
          : "write: minute hour day-of-month month day-of-week");
}

}  // namespace

Result<CronExpression> CronExpression::parse(std::string_view given) {
  if (given.size() > longest_expression)
    return refuse_expression({}, fmt::format("is longer than {} bytes", longest_expression));
  if (!is_valid_utf8(given)) return refuse_expression({}, "is not valid UTF-8");
  const std::string_view text = trim(given);

  std::string_view spelled = text;
  if (text.starts_with('@')) {
    const auto meaning = expand_nickname(text);
    if (!meaning) return std::unexpected(meaning.error());
    spelled = *meaning;
  }
  const auto fields = split_fields(spelled);
  if (!fields) return std::unexpected(fields.error());

  CronExpression cron;
  cron.text_ = text;
  const std::array sets{&cron.minutes_, &cron.hours_, &cron.days_, &cron.months_, &cron.weekdays_};
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const auto field = static_cast<CronField>(i);
    const auto set = parse_cron_field(field, (*fields)[i]);
    if (!set) return refuse_cron(text, name(field), set.error());
    *sets[i] = *set;
  }
  cron.any_day_ = covers_every_value(CronField::day_of_month, cron.days_);
  cron.any_weekday_ = covers_every_value(CronField::day_of_week, cron.weekdays_);
  cron.starred_day_ = (*fields)[2].starts_with('*') || (*fields)[4].starts_with('*');
  if (!cron.fires_in_some_year())
    return refuse_cron(text, name(CronField::day_of_month),
                       {std::string((*fields)[2]), "never fires: none of the months has such a day", {}});
  return cron;
}

bool CronExpression::continuous() const {
  return covers_every_value(CronField::hour, hours_);
}

// If both day fields leave something out, a day has to match only one of them.
bool CronExpression::either_day() const {
  return !any_day_ && !any_weekday_;
}

bool CronExpression::matches_day(local_days day) const {
  const bool listed_day = days_.contains(unsigned(std::chrono::year_month_day(day).day()));
  const bool listed_weekday = weekdays_.contains(std::chrono::weekday(day).c_encoding());
  return either_day() ? listed_day || listed_weekday : listed_day && listed_weekday;
}

bool CronExpression::fires_in_some_year() const {
  if (either_day()) return true;  // every month has every weekday
  const std::chrono::year leap(2024);
  for (auto month = months_.first_from(1); month; month = months_.first_from(*month + 1)) {
    const auto last = leap / std::chrono::month(*month) / std::chrono::last;
    if (*days_.first_from(1) <= unsigned(last.day())) return true;
  }
  return false;
}

std::optional<std::chrono::minutes> CronExpression::first_time_of_day(std::chrono::minutes from) const {
  const auto at = static_cast<unsigned>(from.count());
  const auto time = [](unsigned hour, unsigned minute) { return std::chrono::minutes(hour * 60 + minute); };
  if (hours_.contains(at / 60))
    if (const auto minute = minutes_.first_from(at % 60)) return time(at / 60, *minute);
  const auto hour = hours_.first_from(at / 60 + 1);
  return hour ? std::optional(time(*hour, *minutes_.first_from(0))) : std::nullopt;
}

std::optional<WallMinute> CronExpression::first_match(WallMinute from, WallMinute end) const {
  auto day = std::chrono::floor<days>(from);
  auto time_of_day = from - day;
  while (day < end) {
    const std::chrono::year_month_day date(day);
    if (!months_.contains(unsigned(date.month()))) {
      day = local_days((date.year() / date.month() + std::chrono::months(1)) / 1);
    } else {
      const auto time = matches_day(day) ? first_time_of_day(time_of_day) : std::nullopt;
      if (time) return day + *time < end ? std::optional(day + *time) : std::nullopt;
      day += days(1);
    }
    time_of_day = 0min;
  }
  return std::nullopt;
}

std::vector<std::string> CronExpression::warnings() const {
  if (!either_day()) return {};
  std::vector<std::string> found{fmt::format(
      "cron '{}' restricts both day of month and day of week: it fires on days that match either", text_)};
  if (starred_day_)
    found.push_back(fmt::format(
        "cron '{}' has a step on * beside a restricted day: Vixie's cron would require both days to match",
        text_));
  return found;
}

}  // namespace trawl::model
