// Tells the demo's story and holds it against what was promised. With --script it does not pause; a
// promise that is not kept is counted and shown either way.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "trawlctl/printer.hpp"

namespace trawl::ctl {

class Narrator {
 public:
  // `pauses`: wait for Enter between chapters; only sensible with a terminal.
  Narrator(const Printer& out, bool pauses, int interrupt)
      : out_(out), pauses_(pauses), interrupt_(interrupt) {}

  // Begins a chapter. False when the reader pressed Ctrl-C instead of Enter.
  bool chapter(std::string_view title);
  void say(std::string_view sentence) const;

  // Shows and runs a trawlctl command against the demo's daemon; checks its exit code.
  void command(std::vector<std::string> words, const std::string& socket, int promised_exit_code);

  // A promise of the story: the sentence is printed with its mark.
  void check(bool kept, std::string_view sentence);

  int broken_promises() const { return broken_; }

 private:
  const Printer& out_;
  bool pauses_;
  int interrupt_;
  int chapters_ = 0, broken_ = 0;
};

}  // namespace trawl::ctl
