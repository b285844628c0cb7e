#include "trawl-plugin/new/folder.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "cassette/body_files.hpp"

namespace trawl::author {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> cannot(const char* verb, const fs::path& path, const std::string& why) {
  return refuse(Code::invalid_params, fmt::format("cannot {} {}: {}", verb, path.string(), why));
}

// mkdtemp()'s folder is private; a project is not.
constexpr auto usual_folder = fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec |
                              fs::perms::others_read | fs::perms::others_exec;
constexpr auto may_execute = fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;

}  // namespace

Result<> check_is_free(const fs::path& folder) {
  std::error_code fault;
  const auto status = fs::symlink_status(folder, fault);
  if (!fs::exists(status)) return {};
  if (!fs::is_directory(status))
    return refuse(Code::invalid_params, fmt::format("{} is there already", folder.string()),
                  "choose another folder with --dir DIR");
  if (fs::is_empty(folder, fault) && !fault) return {};
  return refuse(Code::invalid_params, fmt::format("the folder {} is not empty", folder.string()),
                "nothing was written; choose another one with --dir DIR");
}

Result<Draft> Draft::beside(const fs::path& target) {
  const fs::path whole = fs::absolute(target / "").lexically_normal().parent_path();  // without a final '/'
  std::error_code fault;
  fs::create_directories(whole.parent_path(), fault);
  if (fault) return cannot("make the folder", whole.parent_path(), fault.message());
  std::string pattern = (whole.parent_path() / fmt::format(".{}-XXXXXX", whole.filename().string())).string();
  if (!::mkdtemp(pattern.data()))
    return cannot("make a folder in", whole.parent_path(), std::strerror(errno));
  return Draft(pattern, whole);
}

Draft::Draft(fs::path folder, fs::path target) : folder_(std::move(folder)), target_(std::move(target)) {}

Draft::Draft(Draft&& other) noexcept
    : folder_(std::exchange(other.folder_, {})), target_(std::move(other.target_)) {}

Draft::~Draft() {
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

Result<> Draft::add(const Files& files) {
  for (const auto& [path, file] : files) {
    const fs::path place = folder_ / path;
    std::error_code fault;
    fs::create_directories(place.parent_path(), fault);
    if (fault) return cannot("make the folder", place.parent_path(), fault.message());
    if (auto written = cassette::write_whole(place, file.text); !written) return written;
    if (file.executable) fs::permissions(place, may_execute, fs::perm_options::add, fault);
    if (fault) return cannot("make executable", place, fault.message());
  }
  return {};
}

Result<> Draft::finish() {
  std::error_code fault;
  fs::permissions(folder_, usual_folder, fault);
  if (!fault) fs::rename(folder_, target_, fault);  // onto an empty folder, too
  if (fault) return cannot("write", target_, fault.message());
  folder_.clear();
  return {};
}

}  // namespace trawl::author
