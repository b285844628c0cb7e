// A text that nobody may see: a token, a password. It cannot be printed, streamed or formatted, is never
// copied, and is overwritten when it goes. Immutable; any thread.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

namespace trawl {

class Secret {
 public:
  // Takes the text over and overwrites the string it came in.
  explicit Secret(std::string&& text);
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  // The only way to the text. Whoever calls it is the one to look at when a secret got out.
  std::string_view expose() const noexcept { return {bytes_.get(), size_}; }

  friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;

 private:
  void wipe() noexcept;

  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
};

// Overwrites a text that held a secret for a while, its unused room included.
void wipe(std::string& text) noexcept;

}  // namespace trawl
