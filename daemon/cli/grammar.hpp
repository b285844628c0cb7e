// What a program can be asked to do: its verbs, each with a usage line that is its grammar (see usage.hpp).
// Parsing, help and suggestions come from these rows and from nothing else. Pure.
#pragma once

#include <string_view>
#include <vector>

namespace trawl::cli {

struct VerbRow {
  std::string_view words;     // "runs show"
  std::string_view usage;     // "RUN [PLATFORM...] [--wait | --watch]"
  std::string_view summary;   // a clause without a full stop
  std::string_view examples;  // one command a line
};

struct FlagMeaning {
  std::string_view flag, meaning;
};

struct Grammar {
  std::string_view program;     // "trawlctl"
  std::string_view every_verb;  // flags that every verb takes, as a usage line
  std::vector<VerbRow> verbs;
  std::vector<FlagMeaning> flags;  // the same in every verb; in the order that help prints them

  const VerbRow* find(std::string_view words) const;
};

}  // namespace trawl::cli
