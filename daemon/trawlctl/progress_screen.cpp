#include "trawlctl/progress_screen.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace trawl::ctl {

void ProgressScreen::tell(std::string_view line) {
  if (!out_.live() && out_.people()) out_.progress(fmt::format("{}\n", line));
}

void ProgressScreen::show(const RunProgress& progress) {
  if (!out_.live()) return;
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0)
    size = {24, 80, 0, 0};
  const auto lines = progress.draw(size.ws_row - 1U, size.ws_col - 1U, step_++);
  std::string frame = drawn_ > 0 ? fmt::format("\x1b[{}A", drawn_) : "";
  for (const std::string& line : lines) frame += "\r" + line + "\x1b[K\n";
  frame += "\x1b[J";
  drawn_ = lines.size();
  out_.progress(frame);
}

void ProgressScreen::close() {
  if (drawn_ > 0) out_.progress(fmt::format("\x1b[{}A\r\x1b[J", drawn_));
  drawn_ = 0;
}

}  // namespace trawl::ctl
