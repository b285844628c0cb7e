// From an answer to its document, or to the one error that it is. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <trawl/json.hpp>

#include "spec.hpp"

namespace trawl::json_plugin {

// Why something gives no item. `code` is one of trawl's kinds of error, or a word of this plugin's.
struct Problem {
  std::string code, text;
};

struct Answer {
  int status = 200;
  std::string content_type;
  std::string text;  // the body in UTF-8
};

struct Reading {
  std::optional<json::value>
      document;  // neither this nor a problem: the answer is empty on purpose (status 204)
  std::optional<Problem> problem;
};

// An answer with an error status, one that `error_when` recognises, or one that is not JSON is a problem,
// told in the API's own words where it has some.
Reading read_answer(const Spec& spec, const Answer& answer);

// JSON is UTF-8, whatever a header or a guess says; does the body keep to that?
bool is_utf8(std::string_view body);

}  // namespace trawl::json_plugin
