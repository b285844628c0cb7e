// The table of all tests: the only place where a test exists.
#pragma once

#include <span>
#include <string_view>

#include "trawl-plugin/check/outcome.hpp"

namespace trawl::author::check {

class Bench;

struct Test {
  std::string_view name;  // "group.test"
  int level;              // from 1, load, over 5, fit to be published, to 10, paranoid
  std::string_view rule;  // what is right, one sentence
  Outcome (*run)(Bench&);

  std::string_view group() const { return name.substr(0, name.find('.')); }
};

std::span<const Test> all_tests();

}  // namespace trawl::author::check
