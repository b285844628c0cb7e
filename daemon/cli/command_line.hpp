// What somebody typed, held against the usage line of the verb it names. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "cli/grammar.hpp"

namespace trawl::cli {

struct CommandLine {
  std::string_view verb;                                  // its words; empty: none was named (help, version)
  std::vector<std::string> arguments;                     // as many as the usage allows
  std::map<std::string, std::string, std::less<>> flags;  // with dashes; switches have an empty value
  std::string topic;  // of --help: words that name no whole verb, as "runs"
  bool help = false;
  bool version = false;

  bool has(std::string_view flag) const { return flags.contains(flag); }
  std::string value(std::string_view flag, std::string_view otherwise = {}) const;
  // Refusals name the flag.
  Result<std::int64_t> integer(std::string_view flag, std::int64_t otherwise, std::int64_t least,
                               std::int64_t most) const;
  Result<Millis> duration(std::string_view flag, Millis otherwise) const;
};

// All refusals are invalid_params (exit code 2), with a suggestion where one is near.
Result<CommandLine> parse_command_line(const Grammar&, const std::vector<std::string>& words);

}  // namespace trawl::cli
