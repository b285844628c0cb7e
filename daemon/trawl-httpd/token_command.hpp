// `trawl-httpd token new NAME ROLE [EXPIRES]`: makes a token. Called by main() before anything else runs.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/secret.hpp"

namespace trawl::httpd {

struct NewToken {
  Secret secret;     // trawl_ and 64 hexadecimal digits, 256 random bits
  std::string line;  // for the tokens file: recognises the secret, and does not disclose it
};

// `words`: NAME ROLE, and perhaps EXPIRES in RFC 3339. invalid_params, with the remedy.
Result<NewToken> make_token(const std::vector<std::string>& words);

// The command, with the words after "token". The token and its line go to standard output, one a line, all
// else to standard error. Returns the exit code: 0, 2 for what it was called with, 70 when the token could
// not be written.
int token_command(const std::vector<std::string>& words);

}  // namespace trawl::httpd
