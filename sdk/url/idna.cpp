#include "idna.hpp"

#include <unicode/uidna.h>
#include <algorithm>
#include <memory>

#include "../ascii.hpp"

namespace trawl::url::detail {
namespace {

constexpr std::uint32_t tolerated = UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG |
                                    UIDNA_ERROR_DOMAIN_NAME_TOO_LONG | UIDNA_ERROR_LEADING_HYPHEN |
                                    UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;

struct Closer {
  void operator()(UIDNA* rules) const { uidna_close(rules); }
};

// Made once, never changed, and shared by all threads, as ICU allows. Its tables are part of the library:
// no file is opened.
const UIDNA* rules() {
  static const std::unique_ptr<UIDNA, Closer> made = [] {
    UErrorCode failure = U_ZERO_ERROR;
    return std::unique_ptr<UIDNA, Closer>(
        uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ, &failure));
  }();
  return made.get();
}

// Characters whose mapping changed in Unicode 15.1 and 16, after the tables of ICU 72. A later ICU maps them
// the same way.
struct Mapping {
  std::string_view from, to;
};
constexpr Mapping newer_mappings[] = {
    {"\xE1\xBA\x9E", "\xC3\x9F"},              // U+1E9E capital sharp s
    {"\xD3\x80", "\xD3\x8F"},                  // U+04C0 palochka
    {"\xE2\x84\xB2", "\xE2\x85\x8E"},          // U+2132 turned capital f
    {"\xE2\x86\x83", "\xE2\x86\x84"},          // U+2183 reversed roman numeral one hundred
    {"\xE1\xA0\x8E", ""},                      // U+180E Mongolian vowel separator
    {"\xF0\xAF\xA1\xA8", "\xE3\x9B\xBC"},      // U+2F868 and four more, corrected ideographs
    {"\xF0\xAF\xA1\xB4", "\xE5\xBD\x93"},      // U+2F874
    {"\xF0\xAF\xA4\x9F", "\xF0\xA4\x8E\xAB"},  // U+2F91F
    {"\xF0\xAF\xA5\x9F", "\xE7\xAB\xAE"},      // U+2F95F
    {"\xF0\xAF\xA6\xBF", "\xE4\x97\x97"},      // U+2F9BF
};

std::string apply_newer_mappings(std::string_view domain) {
  std::string out;
  out.reserve(domain.size());
  while (!domain.empty()) {
    const auto* found =
        std::find_if(std::begin(newer_mappings), std::end(newer_mappings),
                     [&](const Mapping& each) { return ascii::starts_with(domain, each.from); });
    const bool maps = found != std::end(newer_mappings);
    out += maps ? found->to : domain.substr(0, 1);
    domain.remove_prefix(maps ? found->from.size() : 1);
  }
  return out;
}

}  // namespace

std::optional<std::string> domain_to_ascii(std::string_view domain) {
  const bool is_ascii =
      std::all_of(domain.begin(), domain.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (is_ascii) return ascii::to_lower(domain);
  if (domain.size() > longest_unicode_domain || !rules()) return std::nullopt;

  const std::string name = apply_newer_mappings(domain);
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  std::string out(4 * name.size() + 16, '\0');
  for (;;) {
    UErrorCode failure = U_ZERO_ERROR;
    const std::int32_t length =
        uidna_nameToASCII_UTF8(rules(), name.data(), static_cast<std::int32_t>(name.size()), out.data(),
                               static_cast<std::int32_t>(out.size()), &info, &failure);
    const bool fits = failure != U_BUFFER_OVERFLOW_ERROR;
    if (fits && (U_FAILURE(failure) || (info.errors & ~tolerated) != 0)) return std::nullopt;
    out.resize(static_cast<std::size_t>(length));
    if (fits) return out;
  }
}

}  // namespace trawl::url::detail
