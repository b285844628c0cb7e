#include "trawlctl/demo/narrator.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <array>

#include "base/text.hpp"
#include "trawlctl/command.hpp"

namespace trawl::ctl {

bool Narrator::chapter(std::string_view title) {
  if (pauses_ && chapters_ > 0) {
    out_.progress("\n(Enter goes on, Ctrl-C ends the demo) ");
    std::array<pollfd, 2> watched{pollfd{STDIN_FILENO, POLLIN, 0}, pollfd{interrupt_, POLLIN, 0}};
    poll(watched.data(), watched.size(), -1);
    if (watched[1].revents) return false;
    std::array<char, 256> line;
    if (read(STDIN_FILENO, line.data(), line.size()) <= 0) pauses_ = false;  // nobody there any more
  }
  out_.line(fmt::format("\n{}. {}\n", ++chapters_, title));
  return true;
}

void Narrator::say(std::string_view sentence) const {
  out_.line(sentence);
}

void Narrator::command(std::vector<std::string> words, const std::string& socket, int promised_exit_code) {
  out_.line(fmt::format("$ trawlctl {}", join(words, " ")));
  words.insert(words.end(), {"--socket", socket, "--timeout", "60s"});
  const int code = run_command(words, interrupt_);
  if (code != promised_exit_code)
    check(false, fmt::format("the exit code is {} and not {}", code, promised_exit_code));
}

void Narrator::check(bool kept, std::string_view sentence) {
  out_.line(fmt::format("  {} {}", out_.style().mark(kept), sentence));
  if (!kept) ++broken_;
}

}  // namespace trawl::ctl
