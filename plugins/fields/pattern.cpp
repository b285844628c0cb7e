// Regular expressions by the standard library. Its usual engine recurses once per character, which
// ends a fibre's stack on a long text; libstdc++'s polynomial engine does not.
#include "pattern.hpp"

#include <regex>
#include <stdexcept>

namespace trawl::fields {
namespace {

constexpr std::size_t max_expression = 1000;
constexpr std::size_t max_text = 100'000;  // characters that are searched

std::wstring widen(std::string_view utf8) {
  std::wstring out;
  for (std::size_t at = 0; at < utf8.size() && out.size() < max_text;) {
    const auto lead = static_cast<unsigned char>(utf8[at++]);
    const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    auto c = static_cast<wchar_t>(more == 0 ? lead : lead & (0x3F >> more));
    for (int i = 0; i < more && at < utf8.size(); ++i)
      c = c << 6 | (static_cast<unsigned char>(utf8[at++]) & 0x3F);
    out += c;
  }
  return out;
}

std::string narrow(std::wstring_view text) {
  std::string out;
  for (const wchar_t c : text) {
    const auto code = static_cast<unsigned>(c);
    if (code < 0x80) {
      out += static_cast<char>(code);
      continue;
    }
    const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    constexpr unsigned leads[] = {0, 0xC0, 0xE0, 0xF0};
    out += static_cast<char>(leads[more] | code >> (6 * more));
    for (int i = more - 1; i >= 0; --i) out += static_cast<char>(0x80 | (code >> (6 * i) & 0x3F));
  }
  return out;
}

constexpr auto syntax = std::regex_constants::ECMAScript | std::regex_constants::__polynomial;

// Where an expression stops making sense, in characters from 1: after its longest beginning that does.
std::size_t column_of_fault(std::wstring expression) {
  while (!expression.empty()) {
    expression.pop_back();
    try {
      std::wregex beginning(expression, syntax);
      break;
    } catch (const std::regex_error&) {
      // Shorter, then.
    }
  }
  return expression.size() + 1;
}

}  // namespace

struct Pattern::Compiled {
  std::wregex regex;
};

Pattern::Pattern(std::string_view expression) {
  if (expression.size() > max_expression)
    throw std::invalid_argument("the expression is longer than 1000 bytes");
  try {
    compiled_ = std::make_shared<Compiled>(Compiled{std::wregex(widen(expression), syntax)});
  } catch (const std::regex_error& error) {
    const bool reference = error.code() == std::regex_constants::error_complexity;
    throw std::invalid_argument("column " + std::to_string(column_of_fault(widen(expression))) + ": " +
                                (reference ? std::string("back-references and look-ahead are not supported")
                                           : std::string("not a regular expression: ") + error.what()));
  }
}

std::optional<std::string> Pattern::find(std::string_view utf8) const {
  const std::wstring text = widen(utf8);
  std::wsmatch match;
  if (!std::regex_search(text, match, compiled_->regex)) return std::nullopt;
  return narrow(match.size() > 1 ? match[1].str() : match[0].str());
}

}  // namespace trawl::fields
