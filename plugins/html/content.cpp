// Tells pages from the other things that servers answer with.
#include "content.hpp"

#include <algorithm>
#include <trawl/charset.hpp>
#include <trawl/json.hpp>

namespace trawl::html_plugin {
namespace {

constexpr std::size_t looked_at = 64 * 1024;

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Types that never hold a page. Unknown ones, and text/plain, are given a chance.
bool is_other_type(std::string_view type) {
  for (const std::string_view prefix : {"image/", "audio/", "video/", "font/"}) {
    if (type.substr(0, prefix.size()) == prefix) return true;
  }
  return type == "application/json" || ends_with(type, "+json") || type == "application/pdf" ||
         type == "application/zip" || type == "text/css" || ends_with(type, "javascript");
}

bool is_utf16(std::string_view body) {
  return body.substr(0, 2) == "\xFE\xFF" || body.substr(0, 2) == "\xFF\xFE";
}

// Text has no control characters but white space and, in some encodings, escape; random bytes are full of
// them.
bool is_binary(std::string_view body) {
  const auto head = body.substr(0, looked_at);
  const auto controls = std::count_if(head.begin(), head.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\f' && byte != '\r' && byte != 0x1B;
  });
  return !is_utf16(body) && static_cast<std::size_t>(controls) * 50 > head.size();
}

bool is_json(std::string_view body) {
  const auto start = body.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos || (body[start] != '{' && body[start] != '[')) return false;
  try {
    json::parse(body);
    return true;
  } catch (const json::parse_error&) {
    return false;
  }
}

}  // namespace

std::optional<std::string> why_not_html(std::string_view body, std::string_view content_type) {
  const auto parsed = charset::parse_media_type(content_type);
  const std::string type = parsed ? parsed->essence : "";
  if (is_other_type(type)) return "the answer is " + type + ", not a page";
  if (is_binary(body)) return "the answer is binary data, not a page";
  if (is_json(body)) return "the answer is JSON, not a page";
  return std::nullopt;
}

}  // namespace trawl::html_plugin
