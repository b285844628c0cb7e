// Texts without their markup.
#include <trawl/feed.hpp>
#include <trawl/html.hpp>

namespace trawl::feed {

std::string text::plain() const {
  const bool is_markup = type.find("html") != std::string::npos || type.find("xml") != std::string::npos;
  if (!is_markup || value.find_first_of("<&") == std::string::npos) return normalise(value);
  try {
    return html::parse("<!DOCTYPE html><body>" + value, {"UTF-8", ""}).css1("body").text();
  } catch (const html::error&) {
    return normalise(value);  // It nests deeper than pages may.
  }
}

}  // namespace trawl::feed
