#include "model/page.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace trawl::model {
namespace {

// The part of a content type that says what it is, in lower case: "text/html".
std::string essence(std::string_view content_type) {
  content_type = content_type.substr(0, content_type.find(';'));
  while (!content_type.empty() && content_type.back() == ' ') content_type.remove_suffix(1);
  content_type.remove_prefix(std::min(content_type.find_first_not_of(' '), content_type.size()));
  std::string lower(content_type);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

}  // namespace

std::string_view extension_of(std::string_view content_type) {
  using Row = std::pair<std::string_view, std::string_view>;
  constexpr std::array known{Row{"text/html", "html"},
                             Row{"application/xhtml+xml", "xhtml"},
                             Row{"application/json", "json"},
                             Row{"application/x-ndjson", "jsonl"},
                             Row{"application/xml", "xml"},
                             Row{"text/xml", "xml"},
                             Row{"text/plain", "txt"},
                             Row{"text/csv", "csv"},
                             Row{"text/css", "css"},
                             Row{"text/javascript", "js"},
                             Row{"application/javascript", "js"},
                             Row{"application/gzip", "gz"},
                             Row{"application/x-gzip", "gz"},
                             Row{"application/pdf", "pdf"},
                             Row{"image/jpeg", "jpg"},
                             Row{"image/png", "png"},
                             Row{"image/svg+xml", "svg"}};
  const std::string type = essence(content_type);
  const auto row = std::ranges::find(known, std::string_view(type), &Row::first);
  if (row != known.end()) return row->second;
  if (type.ends_with("+json")) return "json";
  if (type.ends_with("+xml")) return "xml";
  return type.starts_with("text/") ? "txt" : "bin";
}

}  // namespace trawl::model
