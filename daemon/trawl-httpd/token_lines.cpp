// The lines of a tokens file: what each says, and what is wrong with it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <cctype>

#include "base/text.hpp"
#include "trawl-httpd/tokens.hpp"

namespace trawl::httpd {
namespace {

constexpr std::string_view form =
    "a line is: NAME ROLE SHA256HEX [EXPIRES]; `trawl-httpd token new` prints one";

struct Fault {
  std::size_t line;
  std::string message, hint;
};
template <class T>
using Parsed = std::expected<T, Fault>;

std::vector<std::string_view> words(std::string_view line) {
  std::vector<std::string_view> found;
  line = line.substr(0, line.find('#'));
  while (true) {
    const auto begin = line.find_first_not_of(" \t\r");
    if (begin == line.npos) return found;
    line.remove_prefix(begin);
    found.push_back(line.substr(0, line.find_first_of(" \t\r")));
    line.remove_prefix(found.back().size());
  }
}

// What a word may be quoted as: the file may hold a token by mistake, and a log is no place for it.
std::string quoted(std::string_view word) {
  if (word.starts_with(token_prefix)) return "a token itself";
  return fmt::format("'{}'", escape_controls(word.substr(0, 80)));
}

Parsed<Token> parse_line(std::size_t line, const std::vector<std::string_view>& word) {
  const auto fault = [&](std::string message, std::string_view hint) {
    return std::unexpected(Fault{line, std::move(message), std::string(hint)});
  };
  if (word.size() < 3 || word.size() > 4)
    return fault(fmt::format("{} field{} instead of 3 or 4", word.size(), word.size() == 1 ? "" : "s"), form);
  if (!is_token_name(word[0]))
    return fault(fmt::format("{} is no name", quoted(word[0])),
                 "a name is 1 to 64 letters, digits and . _ - @, and no token");
  const auto role = parse_role(word[1]);
  if (!role) {
    const std::array<std::string, 3> roles{"viewer", "operator", "admin"};
    return fault(fmt::format("{} is no role{}", quoted(word[1]), did_you_mean(word[1], roles)),
                 "a role is viewer, operator or admin");
  }
  const auto digest = parse_digest(word[2]);
  if (!digest)
    return fault(
        fmt::format("the third field must be the SHA-256 of the token, 64 hexadecimal digits, and is {}",
                    word[2].starts_with(token_prefix) ? "a token itself" : "something else"),
        "replace it by the output of: printf %s TOKEN | sha256sum");
  Token token{.name = std::string(word[0]), .role = *role, .digest = *digest};
  if (word.size() == 3) return token;
  const auto expires = parse_rfc3339(word[3]);
  if (!expires)
    return fault(fmt::format("{} is no time", quoted(word[3])), "write it like 2027-01-31T00:00:00Z");
  token.expires_at = *expires;
  return token;
}

std::optional<Fault> clash(std::size_t line, const Token& token, const std::vector<Token>& others) {
  if (others.size() >= max_tokens)
    return Fault{line, fmt::format("more than {} tokens", max_tokens), "remove those that nobody uses"};
  if (std::ranges::find(others, token.name, &Token::name) != others.end())
    return Fault{line, fmt::format("the name {} is taken by a line above", token.name),
                 "a name tells who did something; give each token its own"};
  if (std::ranges::find(others, token.digest, &Token::digest) != others.end())
    return Fault{line, "this digest stands in a line above", "a token has one name and one role"};
  return std::nullopt;
}

Error error_of(const std::vector<Fault>& faults, const std::string& file) {
  boost::json::array rows;
  for (const Fault& fault : faults)
    rows.push_back({{"file", file}, {"line", fault.line}, {"message", fault.message}, {"hint", fault.hint}});
  const Fault& first = faults.front();
  std::string message = fmt::format("{}:{}: {}", file, first.line, first.message);
  if (faults.size() > 1) message += fmt::format(" (and {} more)", faults.size() - 1);
  return {Code::config_invalid, std::move(message), first.hint, {{"errors", std::move(rows)}}};
}

}  // namespace

bool is_token_name(std::string_view name) {
  const auto allowed = [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string_view("._-@").find(static_cast<char>(c)) != std::string_view::npos;
  };
  return !name.empty() && name.size() <= 64 && !name.starts_with(token_prefix) &&
         std::ranges::all_of(name, allowed);
}

std::optional<model::Role> parse_role(std::string_view word) {
  using enum model::Role;
  for (const model::Role role : {viewer, operator_, admin})
    if (word == model::name(role)) return role;
  return std::nullopt;
}

Result<std::vector<Token>> parse_tokens(std::string_view text, const std::string& file) {
  std::vector<Token> tokens;
  std::vector<Fault> faults;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto word = words(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    auto token = parse_line(line, word);
    if (!token) {
      faults.push_back(std::move(token.error()));
    } else if (auto fault = clash(line, *token, tokens)) {
      faults.push_back(std::move(*fault));
    } else {
      tokens.push_back(std::move(*token));
    }
  }
  if (!faults.empty()) return std::unexpected(error_of(faults, file));
  return tokens;
}

}  // namespace trawl::httpd
