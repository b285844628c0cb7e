// What the operator typed, held against the verb's usage line. Pure.
#pragma once

#include <boost/json/value.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "trawlctl/verb.hpp"

namespace trawl::ctl {

struct CommandLine {
  const Verb* verb = nullptr;                             // null: no verb was named (help, version)
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
Result<CommandLine> parse_command_line(const std::vector<std::string>& words);

// A run as operators name it, as the daemon takes it: a number from 1, `last` (the newest), or
// `latest-failed` (the newest that has not succeeded, its retries included).
Result<boost::json::value> parse_run(std::string_view text);

}  // namespace trawl::ctl
