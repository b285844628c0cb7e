#include <trawl/charset.hpp>
#include <trawl/page.hpp>

namespace trawl {

std::string page::text() const {
  auto known = encoding();
  if (known.empty()) known = charset::sniff(body(), header("content-type"));
  return charset::decode(body(), known);
}

}  // namespace trawl
