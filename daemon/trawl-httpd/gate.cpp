#include "trawl-httpd/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace trawl::httpd {
namespace {

constexpr std::size_t max_fields = 100;
constexpr std::size_t max_length_digits = 18;  // of Content-Length; the body's own limit is far below
constexpr std::array<std::string_view, 7> verbs{"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"};

std::unexpected<Error> bad(std::string message) { return refuse(Code::bad_request, std::move(message)); }

bool is_token_char(char c) {
  constexpr std::string_view others = "!#$%&'*+-.^_`|~";
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         others.find(c) != std::string_view::npos;
}
bool is_visible(char c) { return c > 0x20 && c < 0x7f; }
bool is_in_value(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == ' ' || c == '\t' || (byte > 0x20 && byte != 0x7f);
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  return result;
}

std::string_view trim(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// The next line without its CRLF.
Result<std::string_view> take_line(std::string_view& head) {
  const auto end = head.find('\n');
  if (end == std::string_view::npos) return bad("the head is cut off");
  if (end == 0 || head[end - 1] != '\r') return bad("a line does not end with CR LF");
  const std::string_view line = head.substr(0, end - 1);
  head.remove_prefix(end + 1);
  return line;
}

Result<> check_request_line(std::string_view line, bool& old_version) {
  const auto first = line.find(' '), last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return bad("the first line is not VERB TARGET VERSION");
  const std::string_view verb = line.substr(0, first), target = line.substr(first + 1, last - first - 1),
                         version = line.substr(last + 1);
  if (verb.empty() || !std::ranges::all_of(verb, is_token_char)) return bad("the verb is not a token");
  if (target.empty() || !std::ranges::all_of(target, is_visible))
    return bad("the target has a blank, a control character or a byte beyond ASCII");
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    if (!version.starts_with("HTTP/")) return bad("the first line does not end with a version of HTTP");
    return refuse(Code::http_version_unsupported, fmt::format("{} is not spoken here", version));
  }
  if (std::ranges::find(verbs, verb) == verbs.end())
    return refuse(Code::method_not_allowed, fmt::format("{} is no method that is known here", verb),
                  "methods are written in capitals", {{"allow", fmt::format("{}", fmt::join(verbs, ", "))}});
  old_version = version == "HTTP/1.0";
  return {};
}

// What the fields say of the body's length and of the host, each time they say it.
struct Framing {
  std::vector<std::string_view> hosts, lengths, codings;
};

Result<> read_field(std::string_view line, Framing& framing) {
  if (line.front() == ' ' || line.front() == '\t') return bad("a field is folded over two lines");
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return bad("a field has no colon");
  const std::string_view written = line.substr(0, colon), value = trim(line.substr(colon + 1));
  if (written.empty() || !std::ranges::all_of(written, is_token_char))
    return bad("a field's name has a character that no name may have");
  if (!std::ranges::all_of(value, is_in_value)) return bad("a field's value has a control character");
  const std::string name = lower(written);
  if (name == "host") framing.hosts.push_back(value);
  if (name == "content-length") framing.lengths.push_back(value);
  if (name == "transfer-encoding") framing.codings.push_back(value);
  return {};
}

Result<> check_framing(const Framing& framing, bool old_version) {
  if (framing.hosts.size() > 1) return bad("there is more than one Host");
  if (framing.hosts.empty() && !old_version) return bad("there is no Host");
  if (!framing.hosts.empty() && !std::ranges::all_of(framing.hosts.front(), is_visible))
    return bad("the Host is not one name");
  if (framing.lengths.size() > 1) return bad("there is more than one Content-Length");
  if (!framing.lengths.empty()) {
    const std::string_view length = framing.lengths.front();
    if (length.empty() || !std::ranges::all_of(length, [](char c) { return c >= '0' && c <= '9'; }))
      return bad("the Content-Length is not a number");
    if (length.size() > max_length_digits)
      return refuse(Code::body_too_large, "the Content-Length is beyond every limit");
  }
  if (framing.codings.empty()) return {};
  if (old_version) return bad("HTTP/1.0 has no Transfer-Encoding");
  if (!framing.lengths.empty()) return bad("there are both a Transfer-Encoding and a Content-Length");
  if (framing.codings.size() > 1 || lower(framing.codings.front()) != "chunked")
    return refuse(Code::transfer_unsupported, "the Transfer-Encoding is not exactly 'chunked'");
  return {};
}

bool changes_things(std::string_view verb) { return verb != "GET" && verb != "HEAD" && verb != "OPTIONS"; }

Result<> check_host(const Request& request, const Door& door) {
  const std::string host = lower(request.field("host").value_or(""));
  if (std::ranges::find(door.hosts, host) != door.hosts.end()) return {};
  return refuse(Code::host_not_allowed, fmt::format("this server is not called '{}'", host),
                "add the name to http.allowed_hosts in trawl.yaml, if it is meant to be");
}

// A browser says where a request comes from; a page elsewhere cannot make it say something else.
Result<> check_site(const Request& request, const Door& door) {
  const std::string_view site = request.field("sec-fetch-site").value_or("none");
  if (site != "none" && site != "same-origin")
    return refuse(Code::cross_site, fmt::format("the request comes from another site's page ({})", site));
  const auto origin = request.field("origin");
  const std::string host = lower(request.field("host").value_or(""));
  if (!origin || *origin == "http://" + host || (door.behind_proxy && *origin == "https://" + host)) return {};
  return refuse(Code::cross_site, fmt::format("the request comes from a page of {}", *origin),
                "open trawl's page by the name that this server is called");
}

Result<> check_media_type(const Request& request) {
  const auto type = request.field("content-type");
  // No form and no page elsewhere sends nothing at all and a token of ours; curl -X POST does.
  if (!type && request.body.empty() && !request.field("cookie")) return {};
  const std::string written = lower(type.value_or(""));
  if (trim(std::string_view(written).substr(0, written.find(';'))) == "application/json") return {};
  return refuse(Code::media_type_unsupported,
                type ? fmt::format("a body of type '{}' is not taken", *type) : "the body has no Content-Type",
                "send Content-Type: application/json");
}

bool is_from_browser(const Request& request) {
  return std::ranges::any_of(request.fields, [](const Field& field) {
    return field.name == "origin" || field.name == "referer" || field.name.starts_with("sec-fetch-");
  });
}

}  // namespace

Result<> check_head(std::string_view head) {
  bool old_version = false;
  const auto first = take_line(head);
  if (!first) return std::unexpected(first.error());
  if (auto line = check_request_line(*first, old_version); !line) return line;
  Framing framing;
  for (std::size_t fields = 0;; ++fields) {
    const auto line = take_line(head);
    if (!line) return std::unexpected(line.error());
    if (line->empty()) break;
    if (fields == max_fields)
      return refuse(Code::head_too_large, fmt::format("there are more than {} fields", max_fields));
    if (auto field = read_field(*line, framing); !field) return field;
  }
  return check_framing(framing, old_version);
}

std::vector<std::string> host_names(std::uint16_t port, const std::vector<std::string>& allowed) {
  std::vector<std::string> names;
  for (const std::string_view local : {"localhost", "127.0.0.1", "[::1]"}) {
    names.push_back(fmt::format("{}:{}", local, port));
    if (port == 80) names.emplace_back(local);
  }
  for (const std::string& name : allowed) {
    names.push_back(lower(name));
    names.push_back(fmt::format("{}:{}", lower(name), port));
  }
  return names;
}

Result<> check_origin(const Request& request, const Door& door) {
  if (door.tcp) {
    if (auto host = check_host(request, door); !host) return host;
  } else if (!door.behind_proxy && is_from_browser(request)) {
    return refuse(Code::cross_site, "a browser's request came to the Unix socket",
                  "set http.behind_proxy: true if a reverse proxy passes browsers on to it");
  }
  if (!changes_things(request.verb)) return {};
  if (auto site = check_site(request, door); !site) return site;
  return check_media_type(request);
}

}  // namespace trawl::httpd
