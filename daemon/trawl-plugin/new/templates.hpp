// The kinds of plugin that `trawl-plugin new` knows, as folders of templates: one folder per kind, and
// `common` with what they share. A template is a plain file in which @NAME@ and its like stand for values,
// also in its path; a kind's file goes before a common one of the same path. Links lead to what kinds share.
// values.json of a kind has what its own placeholders mean when nothing else is known. Reads the disk; any
// thread.
#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace trawl::author {

using Values = std::map<std::string, std::string, std::less<>>;  // NAME -> text, as it goes into a file

struct File {
  std::string text;
  bool executable = false;
};
using Files = std::map<std::string, File>;  // path in the new folder -> file

// The folders' names, sorted, without `common`.
std::vector<std::string> kinds_in(const std::filesystem::path& templates);

struct Kind {
  Files files;  // with their placeholders
  Values values;
};
Result<Kind> read_kind(const std::filesystem::path& templates, const std::string& name);

// Of texts, and of lists of texts, quoted as templates need them.
Result<Values> values_in(const boost::json::object&);

// Paths and texts with every placeholder replaced. A placeholder without a value is refused, and named: the
// templates are wrong.
Result<Files> fill(const Files&, const Values&);
// Of one text; `place` is for the refusal.
Result<std::string> fill(std::string_view text, const Values&, std::string_view place);

}  // namespace trawl::author
