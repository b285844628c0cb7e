#include "model/cadence/cron_field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <vector>

#include "base/text.hpp"

namespace trawl::model {
namespace {

constexpr std::array<std::string_view, 12> month_names{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                       "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> weekday_names{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

struct FieldRule {
  std::string_view name;
  unsigned low, high;                            // what `*` stands for
  unsigned highest_written;                      // 7 for the weekday: another name of Sunday
  std::span<const std::string_view> names = {};  // of low, low + 1, ...
};

constexpr std::array rules{
    FieldRule{"minute", 0, 59, 59},
    FieldRule{"hour", 0, 23, 23},
    FieldRule{"day of month", 1, 31, 31},
    FieldRule{"month", 1, 12, 12, month_names},
    FieldRule{"day of week", 0, 6, 7, weekday_names},
};

const FieldRule& rule_of(CronField field) {
  return rules[static_cast<std::size_t>(field)];
}

using Fault = std::unexpected<CronFault>;

Fault fault(std::string_view text, std::string reason, std::string hint = {}) {
  return Fault(CronFault{std::string(text), std::move(reason), std::move(hint)});
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

// Numbers too large for the type read as the largest, which every range check refuses.
unsigned to_number(std::string_view digits) {
  unsigned value = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return parsed.ec == std::errc{} ? value : ~0U;
}

// The extensions of other dialects are named, so that their users see what to write instead.
Fault refuse_word(const FieldRule& rule, std::string_view text) {
  const std::string word = upper(text);
  if (word == "?") return fault(text, "is an extension of other dialects", "write * for any value");
  if (word == "H" || word.starts_with("H("))
    return fault(text, "is an extension of other dialects",
                 "write a number; splay spreads schedules over time");
  if (word.contains('#'))
    return fault(text, "asks for the n-th weekday of a month, which is not supported",
                 "name the days of the month, such as 8-14");
  if (word == "L" || word == "LW" || word.starts_with("L-") ||
      (word.ends_with('L') && is_number(word.substr(0, word.size() - 1))))
    return fault(text, "asks for the last day, which is not supported");
  if (word == "W" || (word.ends_with('W') && is_number(word.substr(0, word.size() - 1))))
    return fault(text, "asks for the nearest working day, which is not supported");
  if (rule.names.empty()) return fault(text, "is no number");
  const std::vector<std::string> names(rule.names.begin(), rule.names.end());
  return fault(text, "is neither a number nor a name" + did_you_mean(word.substr(0, 3), names),
               fmt::format("the names are {}", join(names, " ")));
}

std::expected<unsigned, CronFault> parse_value(const FieldRule& rule, std::string_view text) {
  const auto named = std::ranges::find(rule.names, upper(text));
  if (named != rule.names.end()) return rule.low + static_cast<unsigned>(named - rule.names.begin());
  if (!is_number(text)) return refuse_word(rule, text);
  const unsigned value = to_number(text);
  if (value < rule.low || value > rule.highest_written)
    return fault(text, fmt::format("is not within {}-{}", rule.low, rule.highest_written));
  return value;
}

struct Range {
  unsigned first, last;
};

std::expected<Range, CronFault> parse_range(const FieldRule& rule, std::string_view text) {
  if (text == "*") return Range{rule.low, rule.high};
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) {
    const auto value = parse_value(rule, text);
    if (!value) return Fault(value.error());
    return Range{*value, *value};
  }
  const std::string_view from = text.substr(0, dash), to = text.substr(dash + 1);
  if (from.empty()) return fault(text, "lacks the start of the range");
  if (to.empty()) return fault(text, "lacks the end of the range");
  const auto first = parse_value(rule, from);
  if (!first) return Fault(first.error());
  const auto last = parse_value(rule, to);
  if (!last) return Fault(last.error());
  if (*first > *last)
    return fault(
        text, "runs backwards",
        fmt::format("for a range that wraps around write {}-{},{}-{}", *first, rule.high, rule.low, *last));
  return Range{*first, *last};
}

std::expected<unsigned, CronFault> parse_step(const FieldRule& rule, std::string_view item,
                                              std::string_view text) {
  if (!is_number(text)) return fault(item, "has a step that is no number");
  const unsigned step = to_number(text), values = rule.high - rule.low + 1;
  if (step == 0) return fault(item, "has the step 0", "a step is at least 1");
  if (step > values) return fault(item, fmt::format("has a step beyond the {} values of the field", values));
  return step;
}

// `*`, `3`, `1-5`, `*/2` or `1-5/2`, added to the set.
std::expected<void, CronFault> add_item(const FieldRule& rule, std::string_view item, ValueSet& set) {
  const auto slash = item.find('/');
  const std::string_view covered = item.substr(0, slash);
  if (covered.empty()) return fault(item, "lacks the range before its step", fmt::format("write *{}", item));
  const auto range = parse_range(rule, covered);
  if (!range) return Fault(range.error());
  unsigned step = 1;
  if (slash != std::string_view::npos) {
    const auto parsed = parse_step(rule, item, item.substr(slash + 1));
    if (!parsed) return Fault(parsed.error());
    if (covered != "*" && !covered.contains('-'))
      return fault(item, "has a step after a single value",
                   fmt::format("write {}-{}/{}", range->first, rule.high, *parsed));
    step = *parsed;
  }
  for (unsigned value = range->first; value <= range->last; value += step) set.add(value);
  return {};
}

}  // namespace

std::string_view name(CronField field) {
  return rule_of(field).name;
}

bool covers_every_value(CronField field, const ValueSet& set) {
  const FieldRule& rule = rule_of(field);
  return set.size() == static_cast<int>(rule.high - rule.low + 1);
}

std::expected<ValueSet, CronFault> parse_cron_field(CronField field, std::string_view text) {
  const FieldRule& rule = rule_of(field);
  ValueSet set;
  for (std::string_view rest = text;;) {
    const auto comma = rest.find(',');
    const std::string_view item = rest.substr(0, comma);
    if (item.empty()) return fault(text, "has an empty list entry");
    if (const auto added = add_item(rule, item, set); !added) return Fault(added.error());
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
  }
  if (field == CronField::day_of_week && set.contains(7)) {
    set.remove(7);
    set.add(0);
  }
  return set;
}

}  // namespace trawl::model
