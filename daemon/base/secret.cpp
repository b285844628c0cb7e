#include "base/secret.hpp"

#include <string.h>

#include <algorithm>
#include <utility>

namespace trawl {

Secret::Secret(std::string&& text)
    : bytes_(std::make_unique_for_overwrite<char[]>(text.size())), size_(text.size()) {
  std::ranges::copy(text, bytes_.get());
  trawl::wipe(text);
}

Secret::Secret(Secret&& other) noexcept
    : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  wipe();
  bytes_ = std::move(other.bytes_);
  size_ = std::exchange(other.size_, 0);
  return *this;
}

Secret::~Secret() {
  wipe();
}

void Secret::wipe() noexcept {
  if (bytes_) ::explicit_bzero(bytes_.get(), size_);
}

void wipe(std::string& text) noexcept {
  text.resize(text.capacity());  // within the capacity: no new memory
  ::explicit_bzero(text.data(), text.size());
  text.clear();
}

}  // namespace trawl
