// The public face of JSONPath.
#include <trawl/jsonpath.hpp>

#include "path_evaluation.hpp"
#include "path_parser.hpp"

namespace trawl::json {

path::path(std::string_view text)
    : text_(text), query_(std::make_shared<detail::Query>(detail::parse_path(text))) {}

std::vector<const value*> path::select(const value& document, const path_limits& limits) const {
  detail::Evaluation evaluation(document, limits, false);
  std::vector<const value*> out;
  for (const detail::Node& node : evaluation.nodes(*query_, query_->segments.size()))
    out.push_back(node.value);
  return out;
}

std::vector<path::match> path::locate(const value& document, const path_limits& limits) const {
  detail::Evaluation evaluation(document, limits, true);
  std::vector<match> out;
  for (const detail::Node& node : evaluation.nodes(*query_, query_->segments.size())) {
    out.push_back({node.value, evaluation.location(node)});
  }
  return out;
}

path::reach path::nearest(const value& document, const path_limits& limits) const {
  reach out{"$", 1, &document};
  for (std::size_t i = 1; i <= query_->segments.size(); ++i) {
    const auto found = detail::Evaluation(document, limits, false).nodes(*query_, i);
    if (found.empty()) break;
    out = {text_.substr(0, query_->segments[i - 1].end), found.size(), found.front().value};
  }
  return out;
}

}  // namespace trawl::json
