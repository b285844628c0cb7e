#include "fetch/curl/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.hpp"

namespace trawl::fetch {
namespace {

using enum model::ErrorKind;

struct Row {
  CURLcode code;
  model::ErrorKind kind;
  std::string_view phrase;
};

constexpr std::array table{
    Row{CURLE_COULDNT_RESOLVE_HOST, dns, "the host name cannot be resolved"},
    Row{CURLE_COULDNT_RESOLVE_PROXY, dns, "the proxy's name cannot be resolved"},
    Row{CURLE_COULDNT_CONNECT, connect, "no connection"},
    Row{CURLE_PROXY, connect, "the proxy gave no connection"},
    Row{CURLE_SSL_CONNECT_ERROR, tls, "the TLS handshake failed"},
    Row{CURLE_PEER_FAILED_VERIFICATION, tls, "the certificate is not valid"},
    Row{CURLE_SSL_INVALIDCERTSTATUS, tls, "the certificate's status is not valid"},
    Row{CURLE_SSL_ISSUER_ERROR, tls, "the certificate's issuer is not the expected one"},
    Row{CURLE_SSL_CACERT_BADFILE, tls,
        "the machine's certificate authorities cannot be read (package ca-certificates)"},
    Row{CURLE_SSL_CIPHER, tls, "no common cipher"},
    Row{CURLE_OPERATION_TIMEDOUT, timeout, "no answer in time"},
    Row{CURLE_GOT_NOTHING, reset, "the host closed the connection without an answer"},
    Row{CURLE_SEND_ERROR, reset, "the connection broke while sending"},
    Row{CURLE_RECV_ERROR, reset, "the connection broke"},
    Row{CURLE_HTTP2, reset, "the HTTP/2 connection broke"},
    Row{CURLE_HTTP2_STREAM, reset, "the host gave up the HTTP/2 stream"},
    Row{CURLE_PARTIAL_FILE, truncated, "the body ended too early"},
    Row{CURLE_BAD_CONTENT_ENCODING, truncated, "the body cannot be decompressed"},
    Row{CURLE_FILESIZE_EXCEEDED, too_large, "the body exceeds max_body"},
    Row{CURLE_UNSUPPORTED_PROTOCOL, parse, "the answer is not HTTP"},
    Row{CURLE_WEIRD_SERVER_REPLY, parse, "the answer is not valid HTTP"},
};
constexpr Row anything_else{CURLE_OK, connect, "the transfer failed"};
constexpr Row broken_body{CURLE_RECV_ERROR, truncated, "the body is broken"};

// One code of curl means two things: a connection that the other side reset, and a body whose chunks
// make no sense. Only the first has an error of the operating system.
const Row& row_of(const Evidence& evidence) {
  if (evidence.code == CURLE_RECV_ERROR && evidence.answered && evidence.os_error == 0) return broken_body;
  const auto row = std::ranges::find(table, evidence.code, &Row::code);
  return row == table.end() ? anything_else : *row;
}

}  // namespace

Verdict judge(const Evidence& evidence) {
  const Row& row = row_of(evidence);
  const std::string reason = evidence.reason.empty() ? curl_easy_strerror(evidence.code) : evidence.reason;
  return {row.kind, fmt::format("{}: {} ({})", evidence.host, row.phrase, escape_controls(reason))};
}

}  // namespace trawl::fetch
