// The only place that knows simdjson's documents: they are copied into our own values.
#include <simdjson.h>

#include <trawl/json.hpp>
#include <unordered_map>

namespace trawl::json {
namespace {

namespace dom = simdjson::dom;

// Objects above this size look for duplicates through an index instead of one by one.
constexpr std::size_t indexed_from = 32;

value copy(const dom::element& element);

value copy_array(const dom::array& items) {
  array out;
  out.reserve(items.size());
  for (const dom::element& item : items) out.push_back(copy(item));
  return value(std::move(out));
}

value copy_object(const dom::object& members) {
  object out;
  out.reserve(members.size());
  std::unordered_map<std::string_view, std::size_t> index;
  const bool indexed = members.size() >= indexed_from;
  for (const auto& [name, element] : members) {
    std::size_t place = out.size();
    if (indexed) {
      place = index.emplace(name, place).first->second;
    } else {
      for (std::size_t i = 0; i < out.size(); ++i) {
        if (out[i].name == name) place = i;
      }
    }
    if (place < out.size()) {
      out[place].value = copy(element);
    } else {
      out.push_back({std::string(name), copy(element)});
    }
  }
  return value(std::move(out));
}

// The depth is bounded by the parser's limit, so is this recursion.
value copy(const dom::element& element) {
  switch (element.type()) {
    case dom::element_type::ARRAY:
      return copy_array(dom::array(element));
    case dom::element_type::OBJECT:
      return copy_object(dom::object(element));
    case dom::element_type::INT64:
      return value(std::int64_t(element));
    case dom::element_type::UINT64:
      return value(std::uint64_t(element));
    case dom::element_type::DOUBLE:
      return value(double(element));
    case dom::element_type::STRING:
      return value(std::string(std::string_view(element)));
    case dom::element_type::BOOL:
      return value(bool(element));
    case dom::element_type::NULL_VALUE:
      break;
  }
  return value();
}

std::string explain(simdjson::error_code error, const parse_options& options) {
  switch (error) {
    case simdjson::EMPTY:
      return "the JSON text is empty";
    case simdjson::DEPTH_ERROR:
      return "the JSON text is nested deeper than " + std::to_string(options.max_depth) + " levels";
    case simdjson::UTF8_ERROR:
      return "the JSON text is not UTF-8";
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC:
      return "the JSON text is too large";
    default:
      return std::string("the text is not JSON: ") + simdjson::error_message(error);
  }
}

}  // namespace

value parse(std::string_view text, parse_options options) {
  dom::parser parser;
  auto error = parser.allocate(text.size() + 1, options.max_depth);
  dom::element root;
  if (!error) error = parser.parse(text.data(), text.size()).get(root);
  if (error) throw parse_error(explain(error, options));
  return copy(root);
}

}  // namespace trawl::json
