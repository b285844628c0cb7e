// Any text as a CSS selector and as an XPath expression: it is refused with a column inside it, or it finds
// the same with one matcher for the whole page as with a new one for every element.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <trawl/html.hpp>

#include "sdk/html/matcher.hpp"
#include "sdk/html/tree_builder.hpp"

namespace {

namespace html = trawl::html;
using namespace trawl::html::detail;

constexpr auto page_text =
    "<div class='a b' lang=de id=x><p class=a>one<a href=/1>1</a><template><b class=a>t</b></template><p "
    "dir=auto>"
    "two<input disabled type=number min=1 value=2><ul><li class=b>1<li><i>2</i><li class=a>3</ul></div>"
    "<div><div><div><div><div><div><div><div><div><div><div><div><div><div><div><div><div><div class=a><b>c";

void require(bool holds) {
  if (!holds) std::abort();
}

void check_column(const trawl::selector_error& error, std::string_view text) {
  require(error.column() >= 1 && error.column() <= text.size() + 1);
}

void check_css(const Tree& tree, std::string_view text) {
  try {
    const SelectorList list = parse_selector(text);
    select(tree, list, 0, SIZE_MAX);
    Matcher remembering(tree, 0);
    tree.each_below(0, [&](Index i) {
      if (tree.is_element(i)) require(remembering.matches(list, i) == Matcher(tree, 0).matches(list, i));
    });
  } catch (const trawl::selector_error& error) {
    // U+0000 is read as U+FFFD, which is longer, but no wider.
    check_column(error, text);
  }
}

void check_xpath(const html::document& page, std::string_view text) {
  try {
    page.xpath_texts(std::string(text));
  } catch (const trawl::selector_error& error) {
    check_column(error, text);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Tree tree = build_tree(page_text);
  static const html::document page = html::parse(page_text);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_css(tree, text);
  check_xpath(page, text);
  return 0;
}
