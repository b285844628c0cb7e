// Tells documents from error payloads and from what is no JSON at all.
#include "answer.hpp"

#include <algorithm>

namespace trawl::json_plugin {
namespace {

constexpr std::size_t words_shown = 500, text_shown = 120;

// Where APIs put what they have to say, most telling first.
constexpr std::string_view usual_places[] = {"/error/message",
                                             "/error_description",
                                             "/message",
                                             "/error",
                                             "/errors/0/message",
                                             "/errors/0/title",
                                             "/errors/0/detail",
                                             "/errors/0",
                                             "/detail",
                                             "/title",
                                             "/msg",
                                             "/reason",
                                             "/fault/faultstring"};

std::string one_line(std::string text) {
  std::replace_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return text;
}

std::string words_at(const json::value& value) {
  if (value.is_null()) return {};
  return value.as_string() ? *value.as_string() : value.text();
}

// All that the configured place selects; else the first usual place that holds a text; else nothing.
std::string own_words(const Spec& spec, const json::value& document) {
  std::string out;
  if (spec.message) {
    for (const json::value* each : spec.message->all(document)) {
      const std::string words = words_at(*each);
      if (!words.empty()) out += (out.empty() ? "" : "; ") + words;
    }
  }
  for (const std::string_view place : usual_places) {
    if (out.empty()) out = document.string_at(place);
  }
  return beginning(one_line(out), words_shown);
}

bool says_something(const json::value& value) {
  if (const auto flag = value.as_bool()) return *flag;
  if (const auto number = value.as_double()) return *number != 0;
  if (const auto* text = value.as_string()) return !text->empty();
  if (const auto* items = value.as_array()) return !items->empty();
  if (const auto* members = value.as_object()) return !members->empty();
  return false;
}

bool same(const json::value& a, const json::value& b) {
  if (a.is_number() && b.is_number()) return *a.as_double() == *b.as_double();
  return a.text() == b.text();
}

bool recognises(const ErrorRule& rule, const json::value& document) {
  const auto found = rule.at.all(document);
  return std::any_of(found.begin(), found.end(), [&rule](const json::value* each) {
    return rule.equals ? same(*each, *rule.equals) : says_something(*each);
  });
}

std::string shown_as_text(const Answer& answer) {
  const std::string type = answer.content_type.empty() ? "no content type" : answer.content_type;
  if (answer.text.empty()) return type + ", an empty body";
  return type + ", begins with '" + one_line(beginning(answer.text, text_shown)) + "'";
}

std::string status_problem(const Spec& spec, const Answer& answer,
                           const std::optional<json::value>& document) {
  const std::string status = std::to_string(answer.status);
  const std::string words = document ? own_words(spec, *document) : "";
  return words.empty() ? status + " (" + shown_as_text(answer) + ")" : status + ": " + words;
}

}  // namespace

Reading read_answer(const Spec& spec, const Answer& answer) {
  if (answer.status == 204) return {};
  std::optional<json::value> document;
  std::string why_not;
  try {
    document = json::parse(answer.text);
  } catch (const json::parse_error& error) {
    why_not = error.what();
  }
  if (answer.status >= 400) {
    const char* code = answer.status == 429 ? "rate_limited" : "http_status";
    return {std::nullopt, Problem{code, status_problem(spec, answer, document)}};
  }
  if (!document) return {std::nullopt, Problem{"parse", why_not + " (" + shown_as_text(answer) + ")"}};
  if (spec.error_when && recognises(*spec.error_when, *document)) {
    const std::string words = own_words(spec, *document);
    return {std::nullopt,
            Problem{"api", words.empty() ? one_line(beginning(document->text(), text_shown)) : words}};
  }
  return {std::move(document), std::nullopt};
}

bool is_utf8(std::string_view body) {
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t size = json::utf8_length(body, at);
    if (size == 0) return false;
    at += size;
  }
  return true;
}

}  // namespace trawl::json_plugin
