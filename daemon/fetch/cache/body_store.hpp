// A folder of packed bodies under a limit of size: whoever has not been asked for the longest goes first.
// It knows keys and bytes, not what they mean. Crawl thread: reads and writes are of the page cache,
// and nothing here is worth an fsync.
//
// Whatever else lies in the folder is removed: unfinished files, foreign names. The folder may be deleted
// while the daemon runs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/error.hpp"

namespace trawl::fetch {

class BodyStore {
 public:
  // Reads the folder's list, if there is one; it is made by the first put().
  BodyStore(std::filesystem::path folder, std::uint64_t capacity);

  void set_capacity(std::uint64_t bytes);  // evicts at once

  // A use: the body moves to the end of the queue for eviction, also across restarts.
  std::optional<std::string> get(const std::string& key);

  // Keys are SHA-256 in hex. Replaces in one step, so that no reader sees half a body. A body that would
  // fill more than a quarter of the store is not kept. Errors: storage_full, storage_error; then what was
  // stored under the key is gone.
  Result<> put(const std::string& key, std::string_view bytes);

  void remove(const std::string& key);

  std::uint64_t bytes() const { return bytes_; }  // on disk, in whole blocks
  std::size_t count() const { return by_key_.size(); }

 private:
  struct Slot {
    std::string key;
    std::uint64_t size;
  };

  void read_folder();
  void add_newest(const std::string& key, std::uint64_t size);
  void forget(const std::string& key);
  void make_room(std::uint64_t needed);
  std::filesystem::path file_of(std::string_view key) const;
  Result<> write(const std::string& key, std::string_view bytes) const;

  std::filesystem::path folder_;
  std::uint64_t capacity_;
  std::uint64_t bytes_ = 0;
  std::list<Slot> by_use_;  // the next to go is at the front
  std::unordered_map<std::string, std::list<Slot>::iterator> by_key_;
};

}  // namespace trawl::fetch
