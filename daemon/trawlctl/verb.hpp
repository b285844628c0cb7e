// A verb of trawlctl. The table in verbs.cpp is the only place where a verb exists: parsing, help,
// suggestions and the man page's check come from its rows. The usage line is the grammar: see cli/usage.hpp.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "cli/grammar.hpp"

namespace trawl::ctl {

class Session;

// Does the verb's work and returns the exit code. An Error is printed and gives its own exit code.
using Handler = Result<int> (*)(Session&);

struct Verb {
  std::string_view words;     // "runs show"
  std::string_view usage;     // "RUN [PLATFORM...] [--wait | --watch]"
  std::string_view method;    // of the daemon; empty for verbs that work without one
  std::string_view summary;   // a clause without a full stop
  std::string_view examples;  // one command a line
  Handler handler;
};

std::span<const Verb> verbs();

const Verb* find_verb(std::string_view words);  // null: there is none

// The verbs as the command line's parser and help know them.
const cli::Grammar& grammar();

// Flags that every verb takes, as a usage line.
inline constexpr std::string_view global_usage =
    "[--socket PATH] [-o FORMAT] [--idempotency-key KEY] [--timeout DURATION] [--help]";

}  // namespace trawl::ctl
