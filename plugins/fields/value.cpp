// Gives what was found its type.
#include "value.hpp"

#include <trawl/json_writer.hpp>
#include <trawl/text.hpp>
#include <trawl/url.hpp>

namespace trawl::fields {
namespace {

using trawl::json::writer;

bool is_no(std::string_view text) {
  for (const std::string_view each : {"", "0", "false", "False", "FALSE", "no", "No", "NO", "off"}) {
    if (text == each) return true;
  }
  return false;
}

// The value as it is when it has the wanted type already; false when its text must be read.
bool write_typed(Type type, const trawl::json::value& found, writer& out) {
  const bool fits = (type == Type::number && found.is_number()) ||
                    (type == Type::integer && found.as_int64()) ||
                    (type == Type::boolean && found.as_bool()) || type == Type::json;
  if (fits) found.write(out);
  return fits;
}

// Appends the typed value; false when the text has none.
bool write(const Shape& shape, const Match& match, writer& out) {
  if (match.json && write_typed(shape.type, *match.json, out)) return true;
  switch (shape.type) {
    case Type::text:
      out.value(match.text);
      return true;
    case Type::boolean:
      out.value(!is_no(match.text));
      return true;
    case Type::url:
      if (match.url.empty()) return false;
      out.value(match.url);
      return true;
    case Type::number:
      if (const auto number = parse_number(match.text, shape.locale)) return out.value(*number), true;
      return false;
    case Type::integer:
      if (const auto number = parse_integer(match.text, shape.locale)) return out.value(*number), true;
      return false;
    case Type::json:
      out.value(match.text);
      return true;
  }
  return false;
}

std::string fault_of(const Shape& shape, const Match& match) {
  const char* wanted = shape.type == Type::url       ? "no URL"
                       : shape.type == Type::integer ? "no integer"
                                                     : "no number";
  return "'" + shortened(match.text, 80) + "' is " + wanted;
}

void apply_pattern(const Shape& shape, std::vector<Match>& matches, std::string_view base, Value& value) {
  if (!shape.match) return;
  std::vector<Match> kept;
  for (const Match& match : matches) {
    // A pattern on a URL cuts it out of the text or attribute before it is resolved.
    if (auto text = shape.match->find(match.text)) {
      kept.push_back({normalise(*text), shape.type == Type::url ? url::resolve(base, *text) : ""});
    } else {
      value.fault = "'" + shortened(match.text, 80) + "' does not match";
    }
  }
  matches = std::move(kept);
}

void write_absent(const Shape& shape, writer& out) {
  if (shape.otherwise) {
    shape.otherwise->write(out);
  } else if (shape.type == Type::boolean && !shape.many) {
    out.value(false);  // What marks it is not there.
  } else {
    out.value(nullptr);
  }
}

}  // namespace

Value make_value(const Shape& shape, std::vector<Match> matches, std::string_view base) {
  Value value;
  writer out;
  apply_pattern(shape, matches, base, value);
  if (shape.many) out.begin_array();
  for (const Match& match : matches) {
    if (!write(shape, match, out)) {
      value.fault = fault_of(shape, match);
      continue;
    }
    if (value.text.empty()) value.text = shape.type == Type::url ? match.url : match.text;
    value.found = value.found || shape.many || !match.text.empty() || !match.url.empty();
    if (!shape.many) break;
  }
  if (shape.many) {
    out.end_array();
    if (!value.found && shape.otherwise) out = writer(), shape.otherwise->write(out);
  } else if (out.text().empty()) {
    write_absent(shape, out);
  }
  value.json = std::move(out).text();
  return value;
}

}  // namespace trawl::fields
