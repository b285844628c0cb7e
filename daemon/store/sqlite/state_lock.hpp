// The lock on the state directory: one daemon at a time. Held by the open file, so the kernel gives it
// up with the process, however that ends.
#pragma once

#include <filesystem>

#include "base/error.hpp"
#include "base/unique_fd.hpp"

namespace trawl::store::sqlite {

class StateLock {
 public:
  // Refused: state_locked, with the holder's pid; storage_error when the file cannot be made.
  static Result<StateLock> acquire(const std::filesystem::path& state_dir);

 private:
  explicit StateLock(UniqueFd file) : file_(std::move(file)) {}
  UniqueFd file_;
};

}  // namespace trawl::store::sqlite
