// The basic URL parser of the URL Standard, without its setters. A state of the standard is a function here:
// each takes what it understands off the front of rest_ and ends in the next one.
#include "../ascii.hpp"
#include "encode.hpp"
#include "host.hpp"
#include "parts.hpp"
#include "path.hpp"
#include "utf8.hpp"

namespace trawl::url {
namespace {

using namespace detail;

// Browsers cut control characters and spaces off both ends and drop tabs and line ends anywhere.
std::string clean(std::string_view text) {
  const auto cut = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
  while (!text.empty() && cut(text.front())) text.remove_prefix(1);
  while (!text.empty() && cut(text.back())) text.remove_suffix(1);
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c != '\t' && c != '\n' && c != '\r') out += c;
  }
  return repair_utf8(out);
}

// The length of a scheme that a colon follows, else 0.
std::size_t scheme_length(std::string_view text) {
  if (text.empty() || !ascii::is_alpha(text[0])) return 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char c = text[i];
    if (c == ':') return i;
    if (!ascii::is_alpha(c) && !ascii::is_digit(c) && c != '+' && c != '-' && c != '.') return 0;
  }
  return 0;
}

class Parser {
 public:
  Parser(std::string_view text, const address* base) : rest_(text) {
    if (base) base_ = Builder::parts_of(*base);
  }

  result run() {
    if (const std::size_t length = scheme_length(rest_); length > 0) {
      url_.scheme = ascii::to_lower(rest_.substr(0, length));
      rest_.remove_prefix(length + 1);
      after_scheme();
    } else {
      no_scheme();
    }
    if (error_) return result::refused(error_);
    return Builder::build(std::move(url_));
  }

 private:
  bool at(char c) const { return !rest_.empty() && rest_[0] == c; }
  bool at_slash() const { return at('/') || (special() && at('\\')); }
  bool special() const { return find_special(url_.scheme) != nullptr; }
  void fail(const char* why) { error_ = why; }

  bool skip(std::string_view what) {
    if (!ascii::starts_with(rest_, what)) return false;
    rest_.remove_prefix(what.size());
    return true;
  }
  std::string_view take(std::size_t length) {
    const std::string_view taken = rest_.substr(0, length);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  void after_scheme() {
    if (url_.scheme == "file") return file();
    if (special()) {
      const bool same = base_ && base_->scheme == url_.scheme;
      if (same && !ascii::starts_with(rest_, "//")) return relative();
      return authority_after_slashes();
    }
    if (skip("//")) return authority();
    if (at('/')) return path();
    opaque_path();
  }

  void no_scheme() {
    if (!base_) return fail("it has no scheme such as https:, and no base to be relative to");
    if (base_->opaque) {
      if (!at('#')) return fail("the base has no path to be relative to");
      url_ = *base_;
      return fragment();
    }
    url_.scheme = base_->scheme;
    url_.scheme == "file" ? file() : relative();
  }

  void take_authority_of_base() {
    url_.username = base_->username;
    url_.password = base_->password;
    url_.host = base_->host;
    url_.has_host = base_->has_host;
    url_.port = base_->port;
  }

  void relative() {
    if (at_slash()) {
      take(1);
      if (special() && at_slash()) return authority_after_slashes();
      if (skip("/")) return authority();
      take_authority_of_base();
      return path();
    }
    take_authority_of_base();
    relative_path();
  }

  // What stands in place of the base's path, query or only fragment.
  void relative_path() {
    url_.path = base_->path;
    if (rest_.empty() || at('?') || at('#')) {
      url_.query = base_->query;
      return query();
    }
    if (url_.scheme == "file" && starts_with_drive_letter(rest_)) {
      url_.path.clear();
    } else {
      shorten_path(url_.path, url_.scheme);
    }
    path();
  }

  void authority_after_slashes() {
    while (at('/') || at('\\')) take(1);
    authority();
  }

  void authority() {
    std::string_view text = take(rest_.find_first_of(special() ? "/\\?#" : "/?#"));
    if (const auto end = text.rfind('@'); end != std::string_view::npos) {
      credentials(text.substr(0, end));
      text.remove_prefix(end + 1);
      if (text.empty()) return fail("no host follows the user name");
    }
    host_and_port(text);
    if (!error_) path_start();
  }

  void credentials(std::string_view text) {
    const auto colon = text.find(':');
    url_.username = percent_encode(text.substr(0, colon), EncodeSet::userinfo);
    if (colon != std::string_view::npos)
      url_.password = percent_encode(text.substr(colon + 1), EncodeSet::userinfo);
  }

  void host_and_port(std::string_view text) {
    std::size_t colon = 0;
    for (bool in_brackets = false; colon < text.size(); ++colon) {
      if (text[colon] == '[') in_brackets = true;
      if (text[colon] == ']') in_brackets = false;
      if (text[colon] == ':' && !in_brackets) break;
    }
    const bool has_colon = colon < text.size();
    if (colon == 0 && (has_colon || special())) return fail("the host is missing");
    take_host(special() ? parse_host(text.substr(0, colon)) : parse_opaque_host(text.substr(0, colon)));
    if (has_colon && !error_) port(text.substr(colon + 1));
  }

  void take_host(HostResult found) {
    if (!found.host) return fail(found.error);
    url_.host = *std::move(found.host);
    url_.has_host = true;
  }

  void port(std::string_view digits) {
    if (digits.empty()) return;
    unsigned number = 0;
    for (const char c : digits) {
      if (!ascii::is_digit(c)) return fail("the port is no number");
      number = number * 10 + static_cast<unsigned>(c - '0');
      if (number > 65535) return fail("the port is beyond 65535");
    }
    const Scheme* scheme = find_special(url_.scheme);
    const bool usual = scheme && scheme->port != 0 && scheme->port == number;
    if (!usual) url_.port = static_cast<std::uint16_t>(number);
  }

  void file() {
    url_.has_host = true;
    const bool from_base = base_ && base_->scheme == "file";
    if (at_slash()) {
      take(1);
      if (at_slash()) {
        take(1);
        return file_host();
      }
      if (from_base) {
        url_.host = base_->host;
        if (!starts_with_drive_letter(rest_)) url_.path = drive_of(base_->path);
      }
      return path();
    }
    if (!from_base) return path();
    url_.host = base_->host;
    relative_path();
  }

  void file_host() {
    const std::string_view text = rest_.substr(0, rest_.find_first_of("/\\?#"));
    if (is_drive_letter(text)) return path();  // "file://C:/x" has no host
    take(text.size());
    if (!text.empty()) take_host(parse_host(text));
    if (error_) return;
    if (url_.host == "localhost") url_.host.clear();
    path_start();
  }

  // Behind a host: a special URL has a path in any case, another one may have none.
  void path_start() {
    if (!special() && (rest_.empty() || at('?') || at('#'))) return query();
    path();
  }

  void path() {
    if (at_slash()) take(1);
    const std::string_view ends = special() ? "/\\?#" : "/?#";
    for (bool more = true; more;) {
      const std::string_view segment = take(rest_.find_first_of(ends));
      more = at_slash();
      append_segment(url_.path, percent_encode(segment, EncodeSet::path), url_.scheme, !more);
      if (more) take(1);
    }
    query();
  }

  void opaque_path() {
    url_.opaque = true;
    std::string_view text = take(rest_.find_first_of("?#"));
    // A space at its end would be cut off when the URL is read again without what follows.
    const bool space = !text.empty() && text.back() == ' ' && !rest_.empty();
    if (space) text.remove_suffix(1);
    url_.path = percent_encode(text, EncodeSet::control);
    if (space) url_.path += "%20";
    query();
  }

  void query() {
    if (skip("?")) {
      const EncodeSet set = special() ? EncodeSet::special_query : EncodeSet::query;
      url_.query = percent_encode(take(rest_.find('#')), set);
    }
    fragment();
  }

  void fragment() {
    if (skip("#")) url_.fragment = percent_encode(rest_, EncodeSet::fragment);
  }

  std::string_view rest_;
  std::optional<Parts> base_;
  Parts url_;
  const char* error_ = nullptr;
};

result parse_with(std::string_view text, const address* base) {
  const std::string cleaned = clean(text);
  return Parser(cleaned, base).run();
}

}  // namespace

result parse(std::string_view text) {
  return parse_with(text, nullptr);
}

result parse(std::string_view text, const address& base) {
  return parse_with(text, &base);
}

result parse(std::string_view text, std::string_view base) {
  const result parent = parse(base);
  return parent ? parse(text, *parent) : result::refused("the base is no URL");
}

}  // namespace trawl::url
