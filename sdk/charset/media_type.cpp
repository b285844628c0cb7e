// Content-Type values, by the MIME Sniffing and Fetch standards.
#include <algorithm>
#include <trawl/charset.hpp>

#include "../ascii.hpp"

namespace trawl::charset {
namespace {

using namespace ascii;

constexpr std::string_view white_space = "\t\n\r ";

std::string_view trim_end(std::string_view text) {
  return text.substr(0, text.find_last_not_of(white_space) + 1);
}
std::string_view trim_both(std::string_view text) {
  return trim_end(text.substr(std::min(text.find_first_not_of(white_space), text.size())));
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alpha(c) || is_digit(c) ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool is_quotable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return c == '\t' || (byte >= 0x20 && byte != 0x7F);
  });
}

// Cuts off and returns what stands before the first of `ends`, which stays.
std::string_view cut_before(std::string_view& rest, std::string_view ends) {
  const auto part = rest.substr(0, rest.find_first_of(ends));
  rest.remove_prefix(part.size());
  return part;
}

// Cuts off a quoted string, which may lack its end, and returns what it means.
std::string cut_quoted(std::string_view& rest) {
  std::string value;
  rest.remove_prefix(1);
  for (;;) {
    value += cut_before(rest, "\"\\");
    if (rest.empty()) return value;
    const char stop = rest.front();
    rest.remove_prefix(1);
    if (stop == '"') return value;
    if (rest.empty()) return value + '\\';
    value += rest.front();
    rest.remove_prefix(1);
  }
}

// Cuts one ";name=value" off; its value when it is a good charset parameter.
std::optional<std::string> cut_charset(std::string_view& rest) {
  rest.remove_prefix(1);
  rest.remove_prefix(std::min(rest.find_first_not_of(white_space), rest.size()));
  const auto name = cut_before(rest, ";=");
  if (rest.empty() || rest.front() == ';') return std::nullopt;
  rest.remove_prefix(1);
  std::string value;
  if (!rest.empty() && rest.front() == '"') {
    value = cut_quoted(rest);
    cut_before(rest, ";");
  } else {
    value = trim_end(cut_before(rest, ";"));
    if (value.empty()) return std::nullopt;
  }
  if (!equals_ignoring_case(name, "charset") || !is_quotable(value)) return std::nullopt;
  return value;
}

struct Parsed {
  std::string essence;
  std::optional<std::string> charset;
};

std::optional<Parsed> parse_one(std::string_view value) {
  std::string_view rest = trim_both(value);
  const auto type = cut_before(rest, "/");
  if (!is_token(type) || rest.empty()) return std::nullopt;
  rest.remove_prefix(1);
  const auto subtype = trim_end(cut_before(rest, ";"));
  if (!is_token(subtype)) return std::nullopt;
  Parsed parsed{to_lower(type) + "/" + to_lower(subtype), std::nullopt};
  while (!rest.empty()) {
    auto charset = cut_charset(rest);
    if (charset && !parsed.charset) parsed.charset = std::move(charset);
  }
  return parsed;
}

// Cuts off one of the values that commas separate, and its comma.
std::string_view cut_value(std::string_view& rest) {
  const auto all = rest;
  while (!rest.empty() && rest.front() != ',') {
    if (rest.front() == '"') {
      cut_quoted(rest);
    } else {
      rest.remove_prefix(1);
    }
  }
  const auto value = all.substr(0, all.size() - rest.size());
  if (!rest.empty()) rest.remove_prefix(1);
  return value;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

}  // namespace

std::optional<media_type> parse_media_type(std::string_view header) {
  std::optional<Parsed> last;
  while (!header.empty()) {
    auto parsed = parse_one(cut_value(header));
    if (!parsed || parsed->essence == "*/*") continue;
    // A repeated type inherits the charset said before it.
    if (last && last->essence == parsed->essence && !parsed->charset) parsed->charset = last->charset;
    last = std::move(parsed);
  }
  if (!last) return std::nullopt;
  return media_type{std::move(last->essence), std::move(last->charset).value_or("")};
}

kind kind_of(std::string_view essence) {
  if (essence == "text/html") return kind::html;
  if (ends_with(essence, "/xml") || ends_with(essence, "+xml") || ends_with(essence, "/xml-dtd") ||
      ends_with(essence, "/xml-external-parsed-entity")) {
    return kind::xml;
  }
  for (const std::string_view end :
       {"/json", "+json", "/javascript", "/x-javascript", "/ecmascript", "/css", "/event-stream", "/yaml",
        "/x-yaml", "/x-ndjson", "/ndjson", "/jsonl", "/json-seq", "/graphql", "/x-www-form-urlencoded"}) {
    if (ends_with(essence, end)) return kind::data;
  }
  return starts_with(essence, "text/") ? kind::text : kind::none;
}

}  // namespace trawl::charset
