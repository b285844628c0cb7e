// A JSON Schema as people read it: for each object a table of its keys. What the verbs `info` and `docs`
// show. Reads the keywords that trawl checks; a schema that says more is shown without it. Pure; any thread.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace trawl::author {

struct KeyRow {
  std::string name;
  std::string type;  // "text", "list of texts or object", "integer, 1 to 10"; "one of" the choices
  std::vector<std::string> choices;  // of an enumeration, as configurations have them
  std::string fallback;              // the default as configurations have it; "" when there is none
  bool required = false;
  std::string description;
};

struct KeyTable {
  std::string
      path;  // "" for the whole, "next", "fields.NAME" for any member of fields, "sites[]" for any item
  std::vector<KeyRow> keys;
};

// Outer tables come before inner ones; an object without keys of its own has no table. At most 1,000 keys
// and 16 levels are read.
std::vector<KeyTable> outline(const boost::json::value& schema);

// The same of a text; refuses what is no JSON object. An empty text has no tables.
Result<std::vector<KeyTable>> outline_text(std::string_view schema);

}  // namespace trawl::author
