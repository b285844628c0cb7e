// URLs by curl's parser.
#include "fetch/url.hpp"

#include <fmt/format.h>
#include <locale.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <new>
#include <optional>

#include "base/text.hpp"
#include "fetch/curl/handles.hpp"
#include "model/redact.hpp"

namespace trawl::fetch {
namespace {

// Pages and plugins write spaces and non-ASCII letters; browsers encode them, and so does this.
constexpr unsigned lenient = CURLU_URLENCODE | CURLU_ALLOW_SPACE | CURLU_NON_SUPPORT_SCHEME;
constexpr std::size_t longest_url = 64 << 10;

std::optional<std::string> part(CURLU* url, CURLUPart what, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, what, &text, flags) != CURLUE_OK) return std::nullopt;
  return std::string(CurlText(text).get());
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string without_escaped_dots(std::string segment) {
  for (auto at = segment.find('%'); at != segment.npos; at = segment.find('%', at + 1))
    if (segment.size() - at >= 3 && segment[at + 1] == '2' && (segment[at + 2] | 0x20) == 'e')
      segment.replace(at, 3, ".");
  return segment;
}

// An absolute reference's scheme, else nothing. curl reads "mailto:x" as a relative path.
std::string scheme_of(std::string_view reference) {
  const auto colon = reference.find_first_of(":/?#");
  if (colon == std::string_view::npos || reference[colon] != ':' || colon == 0) return {};
  const std::string_view scheme = reference.substr(0, colon);
  const bool valid =
      std::isalpha(static_cast<unsigned char>(scheme[0])) && std::ranges::all_of(scheme, [](unsigned char c) {
        return std::isalnum(c) || c == '+' || c == '-' || c == '.';
      });
  return valid ? lower(std::string(scheme)) : std::string{};
}

// Browsers, and the servers that trust them, read "\\" as "/" and "%2e" as "." in a path; curl does not.
// Spelt like this, both read the same, and no such spelling leads around robots.txt.
std::string plain_dots_and_slashes(std::string_view reference) {
  const auto end = std::min(reference.find_first_of("?#"), reference.size());
  std::string head(reference.substr(0, end));
  std::ranges::replace(head, '\\', '/');
  std::string out;
  for (std::size_t start = 0; start <= head.size();) {
    const auto slash = std::min(head.find('/', start), head.size());
    const std::string segment = head.substr(start, slash - start);
    const std::string dots = without_escaped_dots(segment);
    out += dots == "." || dots == ".." ? dots : segment;
    if (slash < head.size()) out += '/';
    start = slash + 1;
  }
  return out.append(reference.substr(end));
}

std::unexpected<UrlFault> malformed(std::string message) {
  return std::unexpected(UrlFault{UrlFault::What::malformed, std::move(message)});
}

std::expected<void, UrlFault> set(CURLU* url, std::string_view text) {
  const std::string scheme = scheme_of(text);
  if (!scheme.empty() && scheme != "http" && scheme != "https")
    return std::unexpected(UrlFault{UrlFault::What::other_scheme,
                                    fmt::format("'{}' is neither http nor https", safe_part(text))});
  if (text.size() > longest_url)
    return malformed(fmt::format("'{}' is longer than {} KiB", safe_part(text), longest_url >> 10));
  if (text.find('\0') != std::string_view::npos)
    return malformed(fmt::format("'{}' contains a NUL", safe_part(text)));
  if (const CURLUcode code = curl_url_set(url, CURLUPART_URL, plain_dots_and_slashes(text).c_str(), lenient);
      code != CURLUE_OK)
    return malformed(fmt::format("'{}' is no URL: {}", safe_part(text), lower(curl_url_strerror(code))));
  curl_url_set(url, CURLUPART_FRAGMENT, nullptr, 0);
  return {};
}

// libidn2 reads names in the charset of the locale, and a daemon has the locale "C". Only this thread, and
// only while the object lives, is in UTF-8.
class InUtf8 {
 public:
  InUtf8()
      : utf8_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)),
        before_(utf8_ ? ::uselocale(utf8_) : nullptr) {}
  ~InUtf8() {
    if (!utf8_) return;
    ::uselocale(before_);
    ::freelocale(utf8_);
  }
  InUtf8(const InUtf8&) = delete;
  InUtf8& operator=(const InUtf8&) = delete;

 private:
  locale_t utf8_, before_;
};

std::optional<std::string> ascii_host(CURLU* handle) {
  auto host = part(handle, CURLUPART_HOST);
  const bool ascii = host && std::ranges::all_of(*host, [](unsigned char c) { return c < 0x80; });
  if (!host || ascii) return host;
  const InUtf8 locale;
  return part(handle, CURLUPART_HOST, CURLU_PUNYCODE);
}

std::expected<Url, UrlFault> read(CURLU* handle) {
  Url url;
  url.origin.scheme = lower(part(handle, CURLUPART_SCHEME).value_or(""));
  auto host = ascii_host(handle);
  if (!host || host->empty()) return malformed("the URL has no host that a name server could know");
  url.origin.host = lower(*std::move(host));
  curl_url_set(handle, CURLUPART_HOST, url.origin.host.c_str(), 0);
  if (url.origin.host.front() == '[') url.origin.host = url.origin.host.substr(1, url.origin.host.size() - 2);
  const std::string port = part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT).value_or("0");
  std::from_chars(port.data(), port.data() + port.size(), url.origin.port);
  url.text = part(handle, CURLUPART_URL).value_or("");
  curl_url_set(handle, CURLUPART_USER, nullptr, 0);
  curl_url_set(handle, CURLUPART_PASSWORD, nullptr, 0);
  url.safe = part(handle, CURLUPART_URL).value_or("");
  return url;
}

UrlHandle empty_url() {
  UrlHandle handle(curl_url());
  if (!handle) throw std::bad_alloc();
  return handle;
}

}  // namespace

std::expected<Url, UrlFault> parse_url(std::string_view text) {
  const UrlHandle handle = empty_url();
  if (auto done = set(handle.get(), text); !done) return std::unexpected(std::move(done.error()));
  return read(handle.get());
}

std::expected<Url, UrlFault> resolve(const Url& base, std::string_view reference) {
  const UrlHandle handle = empty_url();
  if (auto done = set(handle.get(), base.text); !done) return std::unexpected(std::move(done.error()));
  if (auto done = set(handle.get(), reference); !done) return std::unexpected(std::move(done.error()));
  return read(handle.get());
}

// Secrets go before the text is cut, while their ends are still there to be found. Without "//" in its place
// nobody can tell what belongs to the user and what to the path.
std::string safe_part(std::string_view text) {
  constexpr std::size_t shown = 200;
  std::string safe = model::without_user_info(text);
  const std::string scheme = scheme_of(safe);
  const bool has_authority = safe.substr(scheme.empty() ? 0 : scheme.size() + 1).starts_with("//");
  if (!has_authority) safe.erase(0, safe.rfind('@') + 1);
  if (const auto query = safe.find_first_of("?#"); query != std::string::npos)
    safe.replace(query, safe.npos, "...");
  const bool cut = safe.size() > shown;
  return escape_controls(safe.substr(0, shown)) + (cut ? "..." : "");
}

std::string to_string(const Origin& origin) {
  const bool usual = origin.port == (origin.scheme == "https" ? 443 : 80);
  const bool v6 = origin.host.find(':') != std::string::npos;
  std::string text = fmt::format(fmt::runtime(v6 ? "{}://[{}]" : "{}://{}"), origin.scheme, origin.host);
  if (!usual) text += fmt::format(":{}", origin.port);
  return text;
}

}  // namespace trawl::fetch
