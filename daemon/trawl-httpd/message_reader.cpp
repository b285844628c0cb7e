#include "trawl-httpd/message_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "base/time.hpp"
#include "trawl-httpd/gate.hpp"

namespace trawl::httpd {
namespace {

namespace http = boost::beast::http;

constexpr std::string_view head_end = "\r\n\r\n";
constexpr std::size_t max_unparsed_bytes = 128 << 10;  // of a body: no line between chunks is that long

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  return result;
}

// "http://host/path" is the same as "/path" with that Host; "*" is for OPTIONS alone (RFC 9112, 3.2).
Result<std::string> origin_form(std::string_view verb, std::string_view target, std::string_view host) {
  if (target.starts_with('/') || (target == "*" && verb == "OPTIONS")) return std::string(target);
  const auto scheme = target.find("://");
  if (scheme == std::string_view::npos) return refuse(Code::bad_request, "the target is not a path");
  std::string_view rest = target.substr(scheme + 3);
  const std::size_t path = std::min(rest.find_first_of("/?"), rest.size());
  if (lower(rest.substr(0, path)) != lower(host))
    return refuse(Code::bad_request, "the target names another host than the field Host");
  rest.remove_prefix(path);
  return rest.starts_with('/') ? std::string(rest) : "/" + std::string(rest);
}

// Whether a line of `head`, from `from` on, ends with LF alone.
bool has_bare_line_end(std::string_view head, std::size_t from) {
  for (auto line = head.find('\n', from); line != std::string_view::npos; line = head.find('\n', line + 1))
    if (line == 0 || head[line - 1] != '\r') return true;
  return false;
}

}  // namespace

struct MessageReader::Parser {
  http::request_parser<http::string_body> message;
  std::vector<Field> fields = {};  // of the head; those behind the body are none (RFC 9110, 6.5.1)
};

MessageReader::MessageReader(const ServerOptions& options) : options_(options) {}
MessageReader::~MessageReader() = default;

bool MessageReader::wants_sign() {
  return std::exchange(sign_wanted_, false);
}

Result<std::optional<Message>> MessageReader::take() {
  if (!parser_) {
    auto begun = begin();
    if (!begun) return std::unexpected(begun.error());
    if (!*begun) return std::nullopt;
  }
  auto complete = read_on();
  if (!complete) return std::unexpected(complete.error());
  if (!*complete) return std::nullopt;
  auto message = finish();
  if (!message) return std::unexpected(message.error());
  return std::move(*message);
}

// Whether the head is complete; it has then passed the gate.
Result<bool> MessageReader::begin() {
  while (buffer_.starts_with("\r\n")) buffer_.erase(0, 2);  // RFC 9112, 2.2: left over by old clients
  const std::size_t from = scanned_ > head_end.size() ? scanned_ - head_end.size() : 0;
  const auto end = buffer_.find(head_end, from);
  const std::string_view seen = std::string_view(buffer_).substr(0, end);
  if (seen.find('\0', from) != std::string_view::npos || has_bare_line_end(seen, from))
    return refuse(Code::bad_request, "a line does not end with CR LF, or has a NUL");
  if (std::min(end, buffer_.size()) > options_.max_head_bytes)
    return refuse(Code::head_too_large,
                  fmt::format("the head exceeds {}", format_size(options_.max_head_bytes)));
  if (end == std::string::npos) {
    scanned_ = buffer_.size();
    return false;
  }
  scanned_ = 0;
  auto passed = check_head(std::string_view(buffer_).substr(0, end + head_end.size()));
  if (!passed) return std::unexpected(passed.error());
  parser_ = std::make_unique<Parser>();
  parser_->message.header_limit(static_cast<std::uint32_t>(options_.max_head_bytes + head_end.size()));
  parser_->message.body_limit(options_.max_body_bytes);
  return true;
}

// Whether the body is complete, too.
Result<bool> MessageReader::read_on() {
  auto& message = parser_->message;
  const bool had_head = message.is_header_done();
  while (!message.is_done() && !buffer_.empty()) {
    boost::beast::error_code fault;
    const std::size_t used = message.put(boost::asio::buffer(buffer_), fault);
    buffer_.erase(0, used);
    if (fault == http::error::need_more) break;
    if (fault == http::error::body_limit)
      return refuse(Code::body_too_large,
                    fmt::format("the body exceeds {}", format_size(options_.max_body_bytes)));
    if (fault)
      return refuse(Code::bad_request, fmt::format("the request cannot be read: {}", fault.message()));
    if (!message.eager() && message.is_header_done()) keep_head();
  }
  if (message.is_done()) return true;
  if (buffer_.size() > max_unparsed_bytes)
    return refuse(Code::bad_request, "a chunk's first line does not end");
  if (!had_head && message.is_header_done())
    sign_wanted_ = boost::beast::iequals(message.get()[http::field::expect], "100-continue");
  return false;
}

// Beast adds trailers to the fields of the head: those are taken before the body is read.
void MessageReader::keep_head() {
  for (const auto& field : parser_->message.get())
    parser_->fields.push_back({lower(field.name_string()), std::string(field.value())});
  parser_->message.eager(true);
}

Result<Message> MessageReader::finish() {
  auto& parsed = parser_->message.get();
  Message message{.keep_alive = parsed.keep_alive(), .old_version = parsed.version() == 10};
  Request& request = message.request;
  request.verb = parsed.method_string();
  request.fields = std::move(parser_->fields);
  auto target = origin_form(request.verb, parsed.target(), request.field("host").value_or(""));
  if (!target) return std::unexpected(target.error());
  const auto query = std::min(target->find('?'), target->size());
  request.path = target->substr(0, query);
  request.query = query < target->size() ? target->substr(query + 1) : std::string();
  request.body = std::move(parsed.body());
  parser_.reset();
  return message;
}

}  // namespace trawl::httpd
