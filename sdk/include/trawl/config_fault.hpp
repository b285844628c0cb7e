// What a plugin says of a configuration that it cannot use. Needs nothing else of the SDK, so that code which
// reads configurations can be tested without a plugin around it.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace trawl {

// Thrown by a plugin's check_config() and by its run(). what() says why, in a sentence that does not repeat
// the place but has the column within a text that does not parse.
class config_fault : public std::invalid_argument {
 public:
  // `pointer` is the JSON Pointer (RFC 6901) of the culprit: "/fields/title/css"; "" is the whole
  // configuration.
  config_fault(std::string pointer, const std::string& why)
      : std::invalid_argument(why), pointer_(std::move(pointer)) {}
  const std::string& pointer() const { return pointer_; }

 private:
  std::string pointer_;
};

// The step of a JSON Pointer to a member, escaped: "/a~1b" for the key "a/b".
inline std::string pointer_step(std::string_view key) {
  std::string step = "/";
  for (const char c : key) {
    if (c == '~') {
      step += "~0";
    } else if (c == '/') {
      step += "~1";
    } else {
      step += c;
    }
  }
  return step;
}

}  // namespace trawl
