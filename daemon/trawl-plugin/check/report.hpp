// How findings are shown: line by line to a person, or as one JSON document. One thread.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "trawl-plugin/check/candidate.hpp"
#include "trawl-plugin/check/outcome.hpp"
#include "trawl-plugin/check/test_table.hpp"

namespace trawl::author::check {

struct Finding {
  const Test* test;
  Outcome outcome;
  std::int64_t took_ms = 0;
};

// The command that repeats one test as it was run here.
std::string command_to_reproduce(const Candidate&, const Test&);

std::string line_of(const Finding&);                                 // without the line's end
std::string explanation(const Finding&, const Candidate&);           // of what is not well: rule and command
std::string summary(const std::vector<Finding>&, const Candidate&);  // one line
// README.md beside this file describes it.
boost::json::object document(const std::vector<Finding>&, const Candidate&);

}  // namespace trawl::author::check
