// The one way in which the declarative plugins refuse a configuration. Any thread.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace trawl::fields {

// The configuration cannot be used; what() begins with the JSON Pointer of the culprit.
class config_error : public std::invalid_argument {
 public:
  config_error(const std::string& pointer, const std::string& why)
      : std::invalid_argument("config" + pointer + ": " + why), pointer_(pointer), why_(why) {}

  const std::string& pointer() const { return pointer_; }  // into the platform's `config`
  const std::string& why() const { return why_; }          // a sentence without the place

 private:
  std::string pointer_, why_;
};

// A member's name as one token of a JSON Pointer.
inline std::string pointer_token(std::string_view name) {
  std::string out;
  for (const char c : name) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}

// Runs `make` and puts the place before whatever it complains about.
template <class Make>
auto located(const std::string& pointer, Make make) {
  try {
    return make();
  } catch (const std::invalid_argument& error) {
    throw config_error(pointer, error.what());
  }
}

}  // namespace trawl::fields
