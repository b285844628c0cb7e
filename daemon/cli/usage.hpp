// A usage line read as a grammar: `RUN [PLATFORM...] [--limit N] [--wait | --watch]` means one argument
// that must be there, any number that may, a flag with a value, and two flags of which one may be given.
// Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace trawl::cli {

struct FlagRule {
  std::string name;   // with its dashes
  std::string value;  // what the value is called; empty: a switch
  int choice = 0;     // flags of the same bracket exclude each other
};

struct ArgumentRule {
  std::string name;
  bool required = true;
  bool repeated = false;
};

struct Usage {
  std::vector<ArgumentRule> arguments;
  std::vector<FlagRule> flags;

  const FlagRule* find(std::string_view flag) const;
  std::size_t least_arguments() const;
  bool takes_any_number() const;
};

Usage parse_usage(std::string_view line);

}  // namespace trawl::cli
