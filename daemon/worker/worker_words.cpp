#include "worker/worker_words.hpp"

#include <fmt/format.h>

namespace trawl::worker {

std::string_view reason_in(std::string_view words, const std::filesystem::path& file) {
  const auto line = words.rfind('\n');
  if (line != words.npos) words.remove_prefix(line + 1);
  const std::string prefix = fmt::format("trawl-worker: {} ", file.string());
  if (words.starts_with(prefix)) words.remove_prefix(prefix.size());
  return words;
}

}  // namespace trawl::worker
