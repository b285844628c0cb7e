// Certificates for tests, made when they are needed: good ones and ones with a flaw. Any thread.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

namespace trawl::test {

template <auto release>
struct OpensslDeleter {
  void operator()(auto* object) const { release(object); }
};
using Key = std::unique_ptr<EVP_PKEY, OpensslDeleter<EVP_PKEY_free>>;
using X509Ptr = std::unique_ptr<X509, OpensslDeleter<X509_free>>;

struct Certificate {
  X509Ptr x509;
  Key key;
};

struct CertificateWish {
  std::string host;  // its subject and only name
  std::chrono::seconds valid_from = -std::chrono::hours{1}, valid_until = std::chrono::hours{1};  // from now
  bool only_common_name = false;  // the host is its subject, and not among its names
  bool authority = false;         // may sign others
};

// Signed by `issuer`, or by itself.
Certificate make_certificate(const CertificateWish&, const Certificate* issuer = nullptr);

void write_pem(const std::filesystem::path&, const Certificate&);  // without the key
void write_key_pem(const std::filesystem::path&, const Certificate&);

}  // namespace trawl::test
