// Any text as a URL, by itself and as a reference: what is accepted is ASCII and reads the same when it is
// read again, and so do the parameters of its query.
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <trawl/url.hpp>

namespace {

namespace url = trawl::url;

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const url::result& found) {
  require(found.error().empty() == bool(found));
  if (!found) return;
  const std::string href = found->href();
  for (const char c : href) require(c >= 0x20 && c < 0x7F);
  const url::result again = url::parse(href);
  require(again && again->href() == href && again->host() == found->host() &&
          again->port() == found->port() && again->path() == found->path() &&
          again->origin() == found->origin());
  const url::params query(found->query().value_or(""));
  require(url::params(query.text()).pairs() == query.pairs());
}

}  // namespace

// The input is a reference, or a base and a reference with a NUL between them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto end = text.find('\0');
  check(url::parse(text));
  if (end != text.npos) check(url::parse(text.substr(end + 1), text.substr(0, end)));
  for (const char* base : {"https://ann:pw@a.example:81/b/c?d#e", "file:///C:/a/b", "x:/.//y", "mailto:z"})
    check(url::parse(text, base));
  return 0;
}
