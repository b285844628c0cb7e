// The pages that errors are about, as files beside the database: FOLDER/RUN/PLATFORM-N.EXT, readable by the
// daemon's user alone. They are for people and not synced: what a crash of the machine loses is no loss of
// data.
//
// Invariant: the files of all runs together take no more than the budget of the last keep(). The writer's
// thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "base/error.hpp"
#include "model/page.hpp"
#include "model/run.hpp"

namespace trawl::store::sqlite {

class KeptPages {
 public:
  // Counts what is there. A folder that cannot be read counts as empty.
  explicit KeptPages(std::filesystem::path folder);

  // Returns the new file. Pages of the oldest runs make room. Errors: storage_full when there is none to be
  // made, storage_error with the file and the reason.
  Result<std::string> keep(model::RunId, const std::string& platform, const model::Page&,
                           std::uint64_t budget);

  // Removes the pages of runs that no longer exist; returns how many runs had some.
  std::int64_t forget_unless(const std::function<bool(model::RunId)>& exists);

 private:
  std::filesystem::path folder_of(model::RunId) const;
  Result<> make_room(model::RunId, std::uint64_t bytes, std::uint64_t budget);
  void forget(std::map<model::RunId, std::uint64_t>::iterator);

  std::filesystem::path folder_;
  std::map<model::RunId, std::uint64_t> bytes_;  // by run, the oldest first
  std::uint64_t total_ = 0;
};

}  // namespace trawl::store::sqlite
