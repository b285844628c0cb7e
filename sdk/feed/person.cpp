// Names and addresses as RSS writes them into one text.
#include "person.hpp"

#include "../ascii.hpp"

namespace trawl::feed::detail {
namespace {

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find_first_of(" \t\r\n()<>") == std::string_view::npos;
}

}  // namespace

person parse_person(std::string_view written) {
  written = ascii::trim(written);
  if (is_email(written)) return {"", std::string(written), ""};
  for (const std::string_view brackets : {"()", "<>"}) {
    const auto open = written.find(brackets[0]), close = written.rfind(brackets[1]);
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) continue;
    const auto outside = ascii::trim(written.substr(0, open));
    const auto inside = ascii::trim(written.substr(open + 1, close - open - 1));
    if (is_email(inside)) return {std::string(outside), std::string(inside), ""};
    if (is_email(outside)) return {std::string(inside), std::string(outside), ""};
  }
  return {std::string(written), "", ""};
}

}  // namespace trawl::feed::detail
