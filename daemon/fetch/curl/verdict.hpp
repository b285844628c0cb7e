// What a failed transfer means: the one table from curl's codes to trawl's kinds, and the sentences for
// what trawl itself refuses. Pure.
#pragma once

#include <curl/curl.h>

#include <string>

#include "base/ip_address.hpp"
#include "model/error_kind.hpp"

namespace trawl::fetch {

struct Verdict {
  model::ErrorKind kind;
  std::string message;  // for people: host, what happened, and curl's own words
};

// What is known when a transfer has ended with an error.
struct Evidence {
  CURLcode code = CURLE_OK;
  std::string host;       // "https://books.example"
  std::string reason;     // curl's error buffer; may be empty
  bool answered = false;  // the headers of the final answer were complete
  long os_error = 0;      // errno of the last failed system call, as curl tells it
  long proxy_status = 0;  // the proxy's answer to CONNECT; 0: none
  long certificate = 0;   // OpenSSL's X509_V_ERR_..., where the certificate's chain was refused
};

Verdict judge(const Evidence&);

// "127.0.0.1 is not a public address; ...", without the host.
std::string not_public(const IpAddress&);

}  // namespace trawl::fetch
