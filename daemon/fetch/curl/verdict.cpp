#include "fetch/curl/verdict.hpp"

#include <fmt/format.h>
#include <openssl/x509_vfy.h>

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
        "the certificate authorities cannot be read (fetch.ca, or the package ca-certificates)"},
    Row{CURLE_SSL_CIPHER, tls, "no common cipher"},
    Row{CURLE_OPERATION_TIMEDOUT, timeout, "no answer in time"},
    Row{CURLE_GOT_NOTHING, reset, "the host closed the connection without an answer"},
    Row{CURLE_SEND_ERROR, reset, "the connection broke while sending"},
    Row{CURLE_RECV_ERROR, reset, "the connection broke"},
    Row{CURLE_HTTP2, reset, "the HTTP/2 connection broke"},
    Row{CURLE_HTTP2_STREAM, reset, "the host gave up the HTTP/2 stream"},
    Row{CURLE_PARTIAL_FILE, truncated, "the body ended too early"},
    Row{CURLE_FILESIZE_EXCEEDED, too_large, "the body exceeds max_body"},
    Row{CURLE_UNSUPPORTED_PROTOCOL, parse, "the answer is not HTTP"},
    Row{CURLE_WEIRD_SERVER_REPLY, parse, "the answer is not valid HTTP"},
    Row{CURLE_BAD_FUNCTION_ARGUMENT, parse, "the headers are not valid HTTP"},
    Row{CURLE_BAD_CONTENT_ENCODING, parse,
        "the Transfer-Encoding cannot be undone"},                             // packing is ours to undo
    Row{CURLE_OUT_OF_MEMORY, too_large, "a line of the headers is too long"},  // so curl calls its own limit
};
constexpr Row anything_else{CURLE_OK, connect, "the transfer failed"};
constexpr Row broken_body{CURLE_RECV_ERROR, truncated, "the body is broken"};

// Why a certificate was refused. Where OpenSSL tells no fault, curl found the name to be another's.
struct Flaw {
  long code;
  std::string_view phrase;
};
constexpr std::array flaws{
    Flaw{X509_V_ERR_HOSTNAME_MISMATCH, "the certificate is for another host"},
    Flaw{X509_V_ERR_IP_ADDRESS_MISMATCH, "the certificate is for another host"},
    Flaw{X509_V_ERR_UNSPECIFIED, "the certificate is for another host"},
    Flaw{X509_V_ERR_CERT_HAS_EXPIRED, "the certificate has expired"},
    Flaw{X509_V_ERR_CERT_NOT_YET_VALID, "the certificate is not valid yet"},
    Flaw{X509_V_ERR_CERT_REVOKED, "the certificate has been revoked"},
    Flaw{X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
         "the certificate is self-signed; fetch.ca can name it"},
    Flaw{X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
         "the certificate's authority is unknown; fetch.ca can name it"},
    Flaw{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
         "the certificate's authority is unknown; fetch.ca can name it"},
    Flaw{X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,
         "the certificate's authority is unknown; fetch.ca can name it"},
};

std::string_view phrase_of(const Row& row, const Evidence& evidence) {
  if (row.code != CURLE_PEER_FAILED_VERIFICATION) return row.phrase;
  const auto flaw = std::ranges::find(flaws, evidence.certificate, &Flaw::code);
  return flaw == flaws.end() ? row.phrase : flaw->phrase;
}

constexpr Row no_tunnel{CURLE_RECV_ERROR, connect, "the proxy gave no connection"};

// One code of curl means three things: a proxy that refused to connect, a connection that the other side
// reset, and a body whose chunks make no sense. Only the second has an error of the operating system.
const Row& row_of(const Evidence& evidence) {
  if (evidence.code == CURLE_RECV_ERROR && evidence.proxy_status >= 300) return no_tunnel;
  if (evidence.code == CURLE_RECV_ERROR && evidence.answered && evidence.os_error == 0) return broken_body;
  const auto row = std::ranges::find(table, evidence.code, &Row::code);
  return row == table.end() ? anything_else : *row;
}

}  // namespace

Verdict judge(const Evidence& evidence) {
  const Row& row = row_of(evidence);
  const std::string reason = evidence.reason.empty() ? curl_easy_strerror(evidence.code) : evidence.reason;
  return {row.kind,
          fmt::format("{}: {} ({})", evidence.host, phrase_of(row, evidence), escape_controls(reason))};
}

std::string not_public(const IpAddress& address) {
  return fmt::format("{} is not a public address; fetch.allow_private can permit it", to_string(address));
}

}  // namespace trawl::fetch
