// One field of a cron expression: the values it allows and how they are spelled. Pure; any thread.
// Used by CronExpression only.
#pragma once

#include <bit>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace trawl::model {

// A set of small numbers, 0 to 63.
class ValueSet {
 public:
  constexpr void add(unsigned value) { bits_ |= std::uint64_t{1} << value; }
  constexpr void remove(unsigned value) { bits_ &= ~(std::uint64_t{1} << value); }
  constexpr bool contains(unsigned value) const { return value < 64 && (bits_ >> value & 1) != 0; }
  constexpr int size() const { return std::popcount(bits_); }

  // The smallest member that is not below `value`.
  constexpr std::optional<unsigned> first_from(unsigned value) const {
    const std::uint64_t rest = value < 64 ? bits_ >> value : 0;
    return rest == 0 ? std::nullopt : std::optional(value + static_cast<unsigned>(std::countr_zero(rest)));
  }

 private:
  std::uint64_t bits_ = 0;
};

// In the order in which an expression has them.
enum class CronField : std::uint8_t { minute, hour, day_of_month, month, day_of_week };

// What the field is called in messages: "day of month".
std::string_view name(CronField);

// True if the set leaves nothing out, whatever way it was spelled: `*`, `*/1` and `1-31` are alike.
bool covers_every_value(CronField, const ValueSet&);

// Why a field is refused: the offending piece of it, and what is wrong, to be read after that piece
// ("'60' is not within 0-59").
struct CronFault {
  std::string text;
  std::string reason;
  std::string hint;
};

// Lists of numbers, names, ranges, `*` and steps on the latter two. Sunday is 0 in the result, also
// if it was written as 7.
std::expected<ValueSet, CronFault> parse_cron_field(CronField, std::string_view text);

}  // namespace trawl::model
