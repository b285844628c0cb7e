// The tokens that let HTTP clients in: a file of lines
//
//   NAME ROLE SHA256HEX [EXPIRES]      # such as: ci viewer 9f86d0...0a08 2027-01-01T00:00:00Z
//
// which `trawl-httpd token new` prints. The file has no secret, only what one is recognised by; who may write
// it decides who comes in. The adapter's one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "model/role.hpp"
#include "trawl-httpd/digest.hpp"

namespace trawl::httpd {

struct Token {
  std::string name;
  model::Role role = model::Role::none;
  Digest digest{};
  std::optional<Time> expires_at;

  bool expired(Time now) const { return expires_at && *expires_at <= now; }
};

inline constexpr std::size_t max_tokens = 1024;
inline constexpr std::size_t max_tokens_file_bytes = 1 << 20;
inline constexpr std::string_view token_prefix = "trawl_";

// What may name a token: 1 to 64 of letters, digits, '.', '_', '-', '@'.
bool is_token_name(std::string_view);
// viewer, operator, admin.
std::optional<model::Role> parse_role(std::string_view);

// All lines, or config_invalid: the message names the first fault as FILE:LINE, the hint its remedy, and
// data.errors has every fault as {file, line, message, hint}.
Result<std::vector<Token>> parse_tokens(std::string_view text, const std::string& file);

class Tokens {
 public:
  explicit Tokens(std::string file) : file_(std::move(file)) {}

  // Reads the file, if there is one to read. A fault (config_invalid) keeps the old set. Warns in the log
  // when others may write the file.
  Result<> load();
  // Whether the file is another one than load() has last looked at.
  bool changed() const;

  // The token that was shown, if it is in the file and has not expired. Looks at every entry and compares in
  // constant time, so that the time tells nothing.
  const Token* find(std::string_view shown, Time now) const;
  // The token that has this digest, expired or not.
  const Token* find(const Digest&) const;

  std::size_t size() const { return tokens_.size(); }
  const std::string& file() const { return file_; }

 private:
  // What tells one state of the file from another; all zero: no such file.
  struct Stamp {
    std::uint64_t device = 0, inode = 0, size = 0;
    std::int64_t changed_s = 0, changed_ns = 0;
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  Stamp look() const;

  std::string file_;
  std::vector<Token> tokens_;
  Stamp seen_;
};

}  // namespace trawl::httpd
