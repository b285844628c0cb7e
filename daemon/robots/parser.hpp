// From lines to rules: which line means what, and where one group ends and the next begins. Pure.
#pragma once

#include <string_view>

#include "robots/line_reader.hpp"
#include "robots/rules.hpp"

namespace trawl::robots {

class Parser {
 public:
  void feed(const Line&);
  Rules take();  // once

 private:
  void add_agent(std::string_view value);
  void add_rule(const Line&, bool allow);
  void add_delay(std::string_view value);
  bool inside_group() const { return !rules_.groups_.empty(); }

  Rules rules_;
  bool collecting_agents_ = false;  // no rule has come since the last User-agent line
};

}  // namespace trawl::robots
