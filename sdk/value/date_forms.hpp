// The forms of a date: each looks at one place of the text. Any thread. Internal to trawl-sdk::value.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <trawl/value.hpp>

namespace trawl::detail {

// ISO 8601 that begins at `at`: "2021-03-05T14:00Z", "20210305", "2021-064", "2021-W09-5".
std::optional<date> iso_date_at(std::string_view text, std::size_t at);

// Numbers that begin at `at`: "5.3.2021 14:00", "2021/03/05", "03/04/2021", "2021年3月5日".
std::optional<date> numeric_date_at(std::string_view text, std::size_t at, std::string_view locale);

// The first date in the text that names its month.
std::optional<date> worded_date(std::string_view text);

// The month that the word names in one of the languages; 0 when it names none. `word` is in small letters.
int month_of(std::string_view word);

}  // namespace trawl::detail
