// A new folder that appears with all its files or not at all. Blocks for the disk; one thread.
#pragma once

#include <filesystem>

#include "trawl-plugin/new/templates.hpp"

namespace trawl::author {

// Refused when something is there that is no empty folder.
Result<> check_is_free(const std::filesystem::path& folder);

// Collects files in a hidden folder beside `target`, which finish() renames. Without finish() the destructor
// removes all.
class Draft {
 public:
  static Result<Draft> beside(const std::filesystem::path& target);  // its parent folders are made
  Draft(Draft&& other) noexcept;
  Draft(const Draft&) = delete;
  ~Draft();

  const std::filesystem::path& folder() const { return folder_; }
  Result<> add(const Files&);
  Result<> finish();

 private:
  Draft(std::filesystem::path folder, std::filesystem::path target);

  std::filesystem::path folder_, target_;  // folder_ is empty once there is nothing to remove
};

}  // namespace trawl::author
