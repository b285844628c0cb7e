// Any bytes as a page: it becomes a tree whose nodes nest properly, whose texts and attributes can be read,
// and which is the same when it is built again. Pages beyond the limits are refused.
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <trawl/html.hpp>

namespace {

namespace html = trawl::html;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    const auto page = html::parse(bytes, {"", "http://a.example/"});
    const auto again = html::parse(bytes, {"", "http://a.example/"});
    require(page.root() && page.root().html() == again.root().html());
    for (const auto& node : page.css(":has(> a), :nth-child(2n of [class]), :contains('a'), :lang(de), *")) {
      require(!node.name().empty());
      node.url("href");
    }
    page.links("a, img");
    page.jsonld("Recipe/name");
    require(page.xpath_texts("//text()").size() <= size + 1);
  } catch (const html::error&) {
  }
  return 0;
}
