#include "path.hpp"

#include "../ascii.hpp"

namespace trawl::url::detail {
namespace {

// How many dots the segment consists of, written "." or "%2e"; 0 when there is anything else.
std::size_t count_dots(std::string_view segment) {
  std::size_t dots = 0;
  while (!segment.empty()) {
    const bool encoded = ascii::equals_ignoring_case(segment.substr(0, 3), "%2e");
    if (!encoded && segment[0] != '.') return 0;
    segment.remove_prefix(encoded ? 3 : 1);
    ++dots;
  }
  return dots;
}

}  // namespace

bool is_drive_letter(std::string_view segment) {
  return segment.size() == 2 && ascii::is_alpha(segment[0]) && (segment[1] == ':' || segment[1] == '|');
}

bool starts_with_drive_letter(std::string_view rest) {
  return is_drive_letter(rest.substr(0, rest.find_first_of("/\\?#")));
}

std::string drive_of(std::string_view path) {
  const std::string_view first = path.substr(0, path.find('/', 1));
  const bool drive = first.size() == 3 && is_drive_letter(first.substr(1)) && first[2] == ':';
  return drive ? std::string(first) : std::string();
}

void shorten_path(std::string& path, std::string_view scheme) {
  if (path.empty() || (scheme == "file" && path == drive_of(path))) return;
  path.resize(path.rfind('/'));
}

void append_segment(std::string& path, std::string_view segment, std::string_view scheme, bool last) {
  const std::size_t dots = count_dots(segment);
  if (dots == 2) shorten_path(path, scheme);
  if (dots == 1 || dots == 2) {
    if (last) path += '/';
    return;
  }
  const bool drive = scheme == "file" && path.empty() && is_drive_letter(segment);
  path.append("/").append(segment);
  if (drive) path.back() = ':';
}

}  // namespace trawl::url::detail
