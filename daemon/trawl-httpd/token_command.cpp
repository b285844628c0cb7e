#include "trawl-httpd/token_command.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdio>

#include "base/random.hpp"
#include "base/text.hpp"
#include "trawl-httpd/tokens.hpp"

namespace trawl::httpd {
namespace {

constexpr std::string_view usage = "usage: trawl-httpd token new NAME ROLE [EXPIRES]";

}  // namespace

Result<NewToken> make_token(const std::vector<std::string>& words) {
  if (words.size() < 2 || words.size() > 3)
    return refuse(Code::invalid_params, "a token has a name and a role", std::string(usage));
  std::string line = fmt::format("{} {}", words[0], words[1]);
  if (!is_token_name(words[0]))
    return refuse(Code::invalid_params, fmt::format("'{}' is no name", escape_controls(words[0])),
                  "a name is 1 to 64 letters, digits and . _ - @");
  if (!parse_role(words[1])) {
    const std::array<std::string, 3> roles{"viewer", "operator", "admin"};
    return refuse(Code::invalid_params,
                  fmt::format("'{}' is no role{}", escape_controls(words[1]), did_you_mean(words[1], roles)),
                  "viewer looks, operator also runs, retries and cancels, admin also reloads and stops");
  }
  if (words.size() == 3 && !parse_rfc3339(words[2]))
    return refuse(Code::invalid_params, fmt::format("'{}' is no time", escape_controls(words[2])),
                  "write it like 2027-01-31T00:00:00Z");
  std::string secret = std::string(token_prefix) + random_hex(32);
  line += " " + hex(sha256(secret));
  if (words.size() == 3) line += " " + words[2];
  return NewToken{Secret(std::move(secret)), std::move(line)};
}

int token_command(const std::vector<std::string>& words) {
  if (words.empty() || words.front() != "new") {
    fmt::print(stderr, "{}\n", usage);
    return info(Code::invalid_params).exit;
  }
  const auto made = make_token({words.begin() + 1, words.end()});
  if (!made) {
    fmt::print(stderr, "trawl-httpd: {}\n{}\n", made.error().message, made.error().hint);
    return info(made.error().code).exit;
  }
  const std::string_view secret = made->secret.expose();
  const bool written = std::fwrite(secret.data(), 1, secret.size(), stdout) == secret.size() &&
                       std::fprintf(stdout, "\n%s\n", made->line.c_str()) > 0 && std::fflush(stdout) == 0;
  if (!written) {
    std::perror("trawl-httpd: standard output");
    return info(Code::internal_error).exit;
  }
  fmt::print(stderr,
             "The first line is the token; it is shown this once and kept nowhere. Clients send it as\n"
             "  Authorization: Bearer TOKEN\n"
             "The second line goes into the file that http.tokens_file names; trawl-httpd reads it within "
             "seconds.\n");
  return 0;
}

}  // namespace trawl::httpd
