#include "trawl-worker/config_document.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>

namespace trawl::worker {
namespace json = boost::json;

ConfigDocument::ConfigDocument(std::string_view text)
    : root_(json::parse(json::string_view(text.data(), text.size()))) {}

const json::value* ConfigDocument::find(std::string_view pointer) const {
  boost::system::error_code fault;
  const json::value* node = root_.find_pointer(json::string_view(pointer.data(), pointer.size()), fault);
  return fault || !node || node->is_null() ? nullptr : node;
}

trawl_status ConfigDocument::text(std::string_view pointer, trawl_str& out) const {
  const json::value* node = find(pointer);
  if (!node) return TRAWL_ABSENT;
  if (!node->is_string()) return TRAWL_INVALID;
  out = {node->get_string().data(), node->get_string().size()};
  return TRAWL_OK;
}

trawl_status ConfigDocument::integer(std::string_view pointer, std::int64_t& out) const {
  const json::value* node = find(pointer);
  if (!node) return TRAWL_ABSENT;
  boost::system::error_code fault;
  const auto value =
      node->is_number() ? node->to_number<std::int64_t>(fault) : 0;  // 3.0 is an integer, 3.5 is not
  if (!node->is_number() || fault) return TRAWL_INVALID;
  out = value;
  return TRAWL_OK;
}

trawl_status ConfigDocument::number(std::string_view pointer, double& out) const {
  const json::value* node = find(pointer);
  if (!node) return TRAWL_ABSENT;
  if (!node->is_number()) return TRAWL_INVALID;
  out = node->to_number<double>();
  return TRAWL_OK;
}

trawl_status ConfigDocument::boolean(std::string_view pointer, std::int32_t& out) const {
  const json::value* node = find(pointer);
  if (!node) return TRAWL_ABSENT;
  if (!node->is_bool()) return TRAWL_INVALID;
  out = node->get_bool() ? 1 : 0;
  return TRAWL_OK;
}

trawl_status ConfigDocument::json(std::string_view pointer, trawl_str& out) {
  const json::value* node = find(pointer);
  if (!node) return TRAWL_ABSENT;
  auto known = written_.find(pointer);
  if (known == written_.end()) known = written_.emplace(pointer, json::serialize(*node)).first;
  out = {known->second.data(), known->second.size()};
  return TRAWL_OK;
}

}  // namespace trawl::worker
