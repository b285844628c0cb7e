// trawl/url.hpp - URLs as browsers read them. C++17; any thread; link trawl-sdk::url.
//
//   const auto page = trawl::url::parse("HTTPS://Shop.Example/list?p=1#top");
//   if (page) use(page->host(), page->href());         // shop.example, https://shop.example/list?p=1#top
//   else complain(page.error());
//   trawl::url::resolve(page->href(), "../about");     // https://shop.example/about
//
// The parser is that of the URL Standard (url.spec.whatwg.org): it takes what browsers take, repairs what
// they repair, and every part it gives is normalised. Bytes that are not UTF-8 count as U+FFFD.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trawl::url {

namespace detail {
struct Builder;
}

// One absolute URL. A plain value that only parse() makes, so it is always whole and normalised: all parts
// are ASCII, with everything else percent-encoded or, in a domain, in punycode.
class address {
 public:
  // The whole URL. Parsing it again gives an equal address.
  std::string href() const;
  std::string href_without_fragment() const;  // what goes over the wire; two of them are the same page

  const std::string& scheme() const { return scheme_; }      // "https", without the colon
  const std::string& username() const { return username_; }  // percent-encoded, "" when there is none
  const std::string& password() const { return password_; }

  // A domain in lower case and punycode, "192.0.2.1" however it was written, or "[2001:db8::1]" with its
  // brackets. "" when there is none: has_host() tells "file:///x" from "mailto:x".
  const std::string& host() const { return host_; }
  bool has_host() const { return has_host_; }

  // Nothing when it is the usual one of the scheme; effective_port() then gives that, and nothing for
  // schemes without one.
  std::optional<std::uint16_t> port() const { return port_; }
  std::optional<std::uint16_t> effective_port() const;

  const std::string& path() const { return path_; }  // "/a/b"; in "mailto:x", which is opaque, "x"
  bool has_opaque_path() const { return opaque_; }

  // Without "?" and "#". "http://a/?" has an empty query, "http://a/" has none.
  const std::optional<std::string>& query() const { return query_; }
  const std::optional<std::string>& fragment() const { return fragment_; }

  // "https://shop.example:8443", which tells sites apart; "null" for schemes that have no origin.
  std::string origin() const;

  // http, https, ws, wss, ftp or file: a backslash is a slash and the host counts as a domain.
  bool is_special() const;
  bool is_http() const { return scheme_ == "http" || scheme_ == "https"; }  // what trawl can fetch

  friend bool operator==(const address& a, const address& b) { return a.href() == b.href(); }
  friend bool operator!=(const address& a, const address& b) { return !(a == b); }

 private:
  friend struct detail::Builder;
  address() = default;

  std::string scheme_, username_, password_, host_, path_;
  std::optional<std::string> query_, fragment_;
  std::optional<std::uint16_t> port_;
  bool has_host_ = false, opaque_ = false;
};

// An address, or why the text is none.
class result {
 public:
  result(address value) : value_(std::move(value)) {}
  static result refused(const char* why) { return result(why); }

  explicit operator bool() const { return value_.has_value(); }
  const address& operator*() const { return *value_; }
  const address* operator->() const { return &*value_; }

  // One sentence without a full stop, such as "the port is beyond 65535"; "" when there is an address. It
  // does not repeat the text and lives for ever.
  std::string_view error() const { return error_; }

 private:
  explicit result(const char* why) : error_(why) {}
  std::optional<address> value_;
  const char* error_ = "";
};

// What an absolute URL means by itself, and what any reference means on the page `base`. Names beyond ASCII
// are refused when they are longer than 4096 bytes; nothing else is limited.
result parse(std::string_view text);
result parse(std::string_view text, const address& base);
result parse(std::string_view text, std::string_view base);  // refused as well when the base is no URL

// Where `reference` leads from `base`, as text; "" when it is no URL. An empty base is none: the reference
// must then be absolute.
std::string resolve(std::string_view base, std::string_view reference);
std::string resolve(const address& base, std::string_view reference);

// The names and values of a query, as forms write them: "q=a+b&lang=en". In order; names may repeat.
//
//   trawl::url::params query(page.query().value_or(""));
//   query.set("page", "2");
//   auto next = trawl::url::resolve(page, "?" + query.text());
class params {
 public:
  params() = default;
  explicit params(std::string_view query);  // a leading "?" is skipped; everything has a meaning

  std::optional<std::string> get(std::string_view name) const;  // the first, decoded
  std::vector<std::string> get_all(std::string_view name) const;
  void set(std::string_view name, std::string_view value);  // replaces all of that name, else appends
  void append(std::string_view name, std::string_view value);
  void remove(std::string_view name);

  std::string text() const;  // encoded, without "?"
  const std::vector<std::pair<std::string, std::string>>& pairs() const { return pairs_; }

 private:
  std::vector<std::pair<std::string, std::string>> pairs_;  // decoded
};

}  // namespace trawl::url
