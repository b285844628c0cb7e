// Progress on a person's terminal, redrawn in place; on anything else one line per change.
#pragma once

#include <string_view>

#include "trawlctl/printer.hpp"
#include "trawlctl/progress.hpp"

namespace trawl::ctl {

class ProgressScreen {
 public:
  explicit ProgressScreen(const Printer& out) : out_(out) {}
  ~ProgressScreen() { close(); }
  ProgressScreen(const ProgressScreen&) = delete;
  ProgressScreen& operator=(const ProgressScreen&) = delete;

  void tell(std::string_view line);  // a change; only where nothing is redrawn
  void show(const RunProgress&);     // draws the present state over the last one
  void close();                      // clears the drawing

 private:
  const Printer& out_;
  std::size_t drawn_ = 0;  // lines on the screen
  std::size_t step_ = 0;
};

}  // namespace trawl::ctl
