// trawl-plugin new: a folder with a plugin that builds, a recording that it is run on, and tests that pass at
// once. Asks nothing.
#include <fmt/format.h>

#include <cstdlib>
#include <ctime>

#include "base/system_clock.hpp"
#include "base/text.hpp"
#include "trawl-plugin/handlers.hpp"
#include "trawl-plugin/installation.hpp"
#include "trawl-plugin/new/folder.hpp"
#include "trawl-plugin/new/names.hpp"
#include "trawl-plugin/new/templates.hpp"

namespace trawl::author {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view usual_kind = "html";

Result<std::string> choose_kind(const cli::CommandLine& line, const fs::path& templates) {
  const std::vector<std::string> kinds = kinds_in(templates);
  if (kinds.empty())
    return refuse(Code::plugin_unavailable, fmt::format("there are no templates in {}", templates.string()),
                  "they are installed with trawl-plugin");
  std::string wanted = line.value("--kind", std::string(usual_kind));
  if (wanted == "shop") wanted = usual_kind;
  if (std::ranges::find(kinds, wanted) != kinds.end()) return wanted;
  return refuse(Code::invalid_params, fmt::format("no kind '{}'{}", wanted, did_you_mean(wanted, kinds)),
                "there are: " + join(kinds, ", "));
}

std::string now_as(const char* format) {
  const std::time_t now = std::chrono::system_clock::to_time_t(SystemClock().now());
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[64];
  return {text, std::strftime(text, sizeof text, format, &parts)};
}

// As Debian's tools take the maintainer from the environment.
std::string maintainer() {
  const char* name = std::getenv("DEBFULLNAME");
  const char* address = std::getenv("DEBEMAIL");
  return fmt::format("{} <{}>", name ? name : "Your Name", address ? address : "you@example.org");
}

// What stands in every kind's files, besides the values of its own.
void add_common_values(const std::string& name, Values& values) {
  std::error_code ignored;
  values["NAME"] = name;
  values["TYPE"] = type_name(name);
  values["PACKAGE"] = package_name(name);
  values["MAINTAINER"] = maintainer();
  values["DATE"] = now_as("%a, %d %b %Y %H:%M:%S +0000");
  values["YEAR"] = now_as("%Y");
  values["TOOL"] = within_quotes(fs::read_symlink("/proc/self/exe", ignored).string());
}

Result<Files> make_files(const std::string& name, Kind kind) {
  Values values;
  add_common_values(name, values);
  for (const auto& [key, value] : kind.values) {
    auto text = fill(value, {{"NAME", name}}, "values.json");
    if (!text) return std::unexpected(std::move(text.error()));
    values.emplace(key, std::move(*text));
  }
  values.emplace("FETCH", "");
  return fill(kind.files, values);
}

void print_next_steps(const fs::path& folder) {
  fmt::print(
      "{} is ready. Now:\n\n  cd {} && cmake --preset dev && cmake --build --preset dev && ctest --preset "
      "dev\n\n"
      "README.md there tells how to go on.\n",
      folder.string(), folder.string());
}

}  // namespace

Result<int> make_new(const cli::CommandLine& line) {
  const std::string name = line.arguments[0];
  if (auto good = check_name(name); !good) return std::unexpected(std::move(good.error()));
  const fs::path folder = line.value("--dir", name);
  if (auto is_free = check_is_free(folder); !is_free) return std::unexpected(std::move(is_free.error()));
  const auto installed = find_installation();
  if (!installed) return std::unexpected(installed.error());
  const auto kind_name = choose_kind(line, installed->templates);
  if (!kind_name) return std::unexpected(kind_name.error());
  auto kind = read_kind(installed->templates, *kind_name);
  if (!kind) return std::unexpected(std::move(kind.error()));
  const auto files = make_files(name, std::move(*kind));
  if (!files) return std::unexpected(files.error());
  auto draft = Draft::beside(folder);
  if (!draft) return std::unexpected(std::move(draft.error()));
  if (auto added = draft->add(*files); !added) return std::unexpected(std::move(added.error()));
  if (auto finished = draft->finish(); !finished) return std::unexpected(std::move(finished.error()));
  print_next_steps(folder);
  return 0;
}

}  // namespace trawl::author
