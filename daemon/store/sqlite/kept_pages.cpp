#include "store/sqlite/kept_pages.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <iterator>
#include <optional>
#include <utility>

#include "base/time.hpp"
#include "base/unique_fd.hpp"

namespace trawl::store::sqlite {
namespace {

namespace fs = std::filesystem;
using model::RunId;

constexpr int most_names = 1'000;  // of one platform in one run

std::optional<RunId> run_of(const fs::path& folder) {
  const std::string name = folder.filename();
  RunId run = 0;
  const auto parsed = std::from_chars(name.data(), name.data() + name.size(), run);
  const bool whole = parsed.ec == std::errc() && parsed.ptr == name.data() + name.size();
  return whole && run > 0 ? std::optional(run) : std::nullopt;
}

std::uint64_t bytes_in(const fs::path& folder) {
  std::uint64_t bytes = 0;
  std::error_code ignored;
  for (fs::directory_iterator file(folder, ignored), end; !ignored && file != end; file.increment(ignored)) {
    const auto size = file->file_size(ignored);
    if (!ignored) bytes += size;
  }
  return bytes;
}

std::unexpected<Error> io_fault(const fs::path& file, int error) {
  return refuse(Code::storage_error,
                fmt::format("cannot keep a page in {}: {}", file.string(), std::strerror(error)),
                "check the folder's owner and the disk; `retention: {pages: 0}` keeps none");
}

Result<> make_folder(const fs::path& folder) {
  if (::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return io_fault(folder, errno);
}

Result<> write_all(const fs::path& file, int fd, std::string_view content) {
  while (!content.empty()) {
    const auto taken = ::write(fd, content.data(), content.size());
    if (taken < 0 && errno == EINTR) continue;
    if (taken < 0) {
      const int error = errno;
      ::unlink(file.c_str());
      return io_fault(file, error);
    }
    content.remove_prefix(static_cast<std::size_t>(taken));
  }
  return {};
}

// Under the first free number: the attempts within a run do not know of each other.
Result<std::string> write_new(const fs::path& folder, const std::string& platform, const model::Page& page) {
  for (int number = 1; number <= most_names; ++number) {
    const fs::path file =
        folder / fmt::format("{}-{}.{}", platform, number, model::extension_of(page.content_type));
    const UniqueFd fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!fd && errno == EEXIST) continue;
    if (!fd) return io_fault(file, errno);
    if (auto written = write_all(file, fd.get(), page.body); !written)
      return std::unexpected(std::move(written.error()));
    return file.string();
  }
  return refuse(Code::storage_full,
                fmt::format("{} has {} pages of {} already", folder.string(), most_names, platform));
}

}  // namespace

KeptPages::KeptPages(fs::path folder) : folder_(std::move(folder)) {
  std::error_code ignored;
  for (fs::directory_iterator entry(folder_, ignored), end; !ignored && entry != end;
       entry.increment(ignored))
    if (const auto run = run_of(entry->path())) total_ += bytes_[*run] = bytes_in(entry->path());
}

Result<std::string> KeptPages::keep(RunId run, const std::string& platform, const model::Page& page,
                                    std::uint64_t budget) {
  if (auto room = make_room(run, page.body.size(), budget); !room)
    return std::unexpected(std::move(room.error()));
  for (const fs::path& folder : {folder_, folder_of(run)})
    if (auto made = make_folder(folder); !made) return std::unexpected(std::move(made.error()));
  auto file = write_new(folder_of(run), platform, page);
  if (file) {
    bytes_[run] += page.body.size();
    total_ += page.body.size();
  }
  return file;
}

std::int64_t KeptPages::forget_unless(const std::function<bool(RunId)>& exists) {
  std::int64_t runs = 0;
  for (auto each = bytes_.begin(); each != bytes_.end();) {
    const auto next = std::next(each);
    if (!exists(each->first)) {
      forget(each);
      ++runs;
    }
    each = next;
  }
  return runs;
}

fs::path KeptPages::folder_of(RunId run) const {
  return folder_ / std::to_string(run);
}

Result<> KeptPages::make_room(RunId run, std::uint64_t bytes, std::uint64_t budget) {
  // What forgetting every older run would leave. A page that does not fit even then costs no other its place.
  std::uint64_t least = bytes;
  for (auto each = bytes_.lower_bound(run); each != bytes_.end(); ++each) least += each->second;
  if (least <= budget) {
    while (total_ + bytes > budget) forget(bytes_.begin());
    return {};
  }
  return refuse(Code::storage_full,
                fmt::format("the pages kept of run {} would take more than {}", run, format_size(budget)),
                "raise `retention: {pages: ...}` to keep more");
}

void KeptPages::forget(std::map<RunId, std::uint64_t>::iterator run) {
  std::error_code ignored;
  fs::remove_all(folder_of(run->first), ignored);
  total_ -= run->second;
  bytes_.erase(run);
}

}  // namespace trawl::store::sqlite
