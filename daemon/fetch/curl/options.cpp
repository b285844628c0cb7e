#include "fetch/curl/options.hpp"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "fetch/curl/cookie_jar.hpp"
#include "fetch/decoding/content_coding.hpp"
#include "fetch/header_name.hpp"
#include "base/ip_address.hpp"

namespace trawl::fetch {
namespace {

constexpr long receive_buffer = 64 << 10;

// Has OpenSSL compare the name as well. curl believes the subject's common name where a certificate has no
// names of hosts; nobody else has since 2017, and RFC 9525 forbids it.
CURLcode require_name(CURL*, void* context, void* host) noexcept {
  const auto* name = static_cast<const char*>(host);
  X509_VERIFY_PARAM* const wanted = SSL_CTX_get0_param(static_cast<SSL_CTX*>(context));
  X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  const int set = parse_ip(name) ? X509_VERIFY_PARAM_set1_ip_asc(wanted, name)
                                 : X509_VERIFY_PARAM_set1_host(wanted, name, 0);
  return set == 1 ? CURLE_OK : CURLE_SSL_CONNECT_ERROR;
}

}  // namespace

void set_request(Easy& easy, const Hop& hop, const model::FetchPolicy& policy, OptionLists& lists) {
  const Request& request = hop.request;
  easy.set(CURLOPT_URL, hop.url.text.c_str());
  easy.set(CURLOPT_USERAGENT, policy.user_agent.c_str());
  if (request.method == "HEAD") {
    easy.set(CURLOPT_NOBODY, 1L);
  } else if (request.method != "GET" || !request.body.empty()) {
    easy.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    easy.set(CURLOPT_POSTFIELDS, request.body.c_str());
    easy.set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
  // "Name;" is curl's way to send a header without a value.
  for (const auto& [name, value] : request.headers)
    if (!policy.cookies || !same_header(name, "cookie"))  // set_cookies() has those
      lists.headers.append(value.empty() ? name + ';' : name + ": " + value);
  // As a header and not as CURLOPT_ACCEPT_ENCODING, which would have curl unpack: its streams do not notice
  // a cut body, and know nothing of ratios.
  const std::string codings = request.keep_at_most ? "identity" : std::string(accepted_codings);
  lists.headers.append("Accept-Encoding: " + codings);
  lists.headers.append("Expect:");  // would cost a round trip for large bodies
  easy.set(CURLOPT_HTTPHEADER, lists.headers.get());
}

void set_cookies(Easy& easy, const Hop& hop, const Session& session) {
  if (!session.cookies()) return;
  session.cookies()->attach(easy.get());
  std::string own;
  for (const auto& [name, value] : hop.request.headers)
    if (same_header(name, "cookie") && !value.empty()) own += (own.empty() ? "" : "; ") + value;
  if (!own.empty()) easy.set(CURLOPT_COOKIE, own.c_str());
}

void set_network(Easy& easy, const model::FetchPolicy& policy, OptionLists& lists) {
  easy.set(CURLOPT_NOSIGNAL, 1L);
  // A stopped transfer would otherwise wait for its name server, and the whole loop with it.
  easy.set(CURLOPT_QUICK_EXIT, 1L);
  easy.set(CURLOPT_PROTOCOLS_STR, "http,https");
  easy.set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  easy.set(CURLOPT_FOLLOWLOCATION, 0L);
  easy.set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  easy.set(CURLOPT_NOPROXY, "");
  easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  // Requests to one host share an HTTP/2 connection where one is there; they count against
  // connections_per_host as if each had its own, so that a site never has more of them at once.
  easy.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  easy.set(CURLOPT_HTTP09_ALLOWED, 0L);
  easy.set(CURLOPT_BUFFERSIZE, receive_buffer);
  easy.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(policy.timeout.connect.count()));
  for (const std::string& row : policy.connect_to) lists.connect_to.append(row);
  easy.set(CURLOPT_CONNECT_TO, lists.connect_to.get());
}

// curl uses a kept connection only for transfers with the same authorities, so that a host that one platform
// trusts by a file of its own is not reached through that connection by another.
void set_tls(Easy& easy, const Origin& origin, const model::FetchPolicy& policy) {
  easy.set(CURLOPT_SSL_VERIFYPEER, 1L);
  easy.set(CURLOPT_SSL_VERIFYHOST, 2L);
  // A proxy's certificate would be held against the same name.
  if (!policy.proxy.starts_with("https:")) {
    easy.set(CURLOPT_SSL_CTX_FUNCTION, &require_name);
    easy.set(CURLOPT_SSL_CTX_DATA, const_cast<char*>(origin.host.c_str()));
  }
  easy.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (const auto own = policy.ca_files.find(origin.host); own != policy.ca_files.end()) {
    easy.set(CURLOPT_CAINFO, own->second.c_str());
    easy.set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
}

}  // namespace trawl::fetch
