// How a text that cannot be understood is told.
#include <trawl/json.hpp>

namespace trawl::json {
namespace {

// Enough to recognise the text by.
std::string shown(std::string_view text) {
  constexpr std::size_t most = 200;
  if (text.size() <= most) return std::string(text);
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "...";
}

}  // namespace

syntax_error::syntax_error(const char* language, std::string_view text, std::size_t column,
                           const std::string& why)
    : std::invalid_argument(std::string(language) + " '" + shown(text) + "', column " +
                            std::to_string(column) + ": " + why),
      column_(column),
      why_(why) {}

}  // namespace trawl::json
